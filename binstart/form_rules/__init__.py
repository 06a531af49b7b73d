"""The page with the rules of every form (ASVS 2.1.1, 2.1.2): `python -m binstart.form_rules` writes it."""
