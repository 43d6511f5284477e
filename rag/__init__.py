"""From a question to passages to an answer whose citations were checked."""
