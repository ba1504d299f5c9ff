"""Who knows the production models, and what it tells of them; nothing of the user's is changed."""
