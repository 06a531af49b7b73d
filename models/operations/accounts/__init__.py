"""How people get in: by mail, password, second step or provider; and what they keep for themselves."""
