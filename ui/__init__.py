"""How people and programs reach the answers."""
