"""Make the embedder and the token encoding that ship with the project, from the papers themselves."""
