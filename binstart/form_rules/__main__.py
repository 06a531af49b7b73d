"""`python -m binstart.form_rules` writes webapp/FORM_RULES.md again."""

from pathlib import Path

from binstart.form_rules.page import written

PAGE = Path(__file__).parents[2] / "webapp" / "FORM_RULES.md"

if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
