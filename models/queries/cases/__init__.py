"""Cases as pages and flows ask for them: lists, one case, its facts, who may and who must act."""
