"""The page itself: forms with their fields, what is read without a form, and the rules behind them."""

from collections.abc import Iterable

from binstart.form_rules.charter import rules_of_section
from binstart.form_rules.fields import FieldRules, first_sentence, rules_of, rules_of_whole
from binstart.form_rules.finding import FormClass, named_forms
from binstart.form_rules.reading import readings
from binstart.form_rules.refusing import Rule, rules
from models.rules.charter_sections import SECTIONS
from webapp import LARGEST_REQUEST

CHARTER = "webapp.steering_group.section_forms.form_for"
NO_FIELDS = "No fields: a button, or the base of other forms."


def written() -> str:
    """The whole of webapp/FORM_RULES.md."""
    lines = HEAD.splitlines()
    for name, form in named_forms().items():
        lines += ["", f"### `{name}`", "", first_sentence(form), *_fields_of(form)]
    lines += ["", *CHARTER_HEAD.splitlines()]
    for section in SECTIONS:
        lines += ["", f"### `{CHARTER}('{section.code}')`", "", *_table(rules_of_section(section))]
    lines += ["", *READ_HEAD.splitlines(), *READ_TABLE]
    lines += [f"| `{one.function}` | {_cell(one.says)} | {_cell(', '.join(one.names))} |" for one in readings()]
    lines += ["", *RULES_HEAD.splitlines(), *RULES_TABLE, *(_rule(one) for one in rules())]
    return "\n".join(lines) + "\n"


def _fields_of(form: FormClass) -> list[str]:
    told = rules_of(form)
    whole = rules_of_whole(form)
    return ["", *(_table(told) if told else [NO_FIELDS]), *(["", f"Together: {whole}"] if whole else [])]


def _table(told: Iterable[FieldRules]) -> list[str]:
    rows = ["| Field | Takes | Needed | Rules | Trimmed |", "| --- | --- | --- | --- | --- |"]
    return rows + [
        f"| `{one.name}` | {one.kind} | {'yes' if one.is_needed else ''} | {_cell('; '.join(one.rules))} | "
        f"{'yes' if one.is_trimmed else ''} |"
        for one in told
    ]


def _rule(rule: Rule) -> str:
    refusals = [f"`{one.field}`: {one.sentence}" if one.field else one.sentence for one in rule.refusals]
    return f"| `{rule.function}` | {_cell(rule.says)} | {_cell('<br>'.join(refusals))} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


HEAD = f"""# The rules of every form

Written by `python -m binstart.form_rules` from the forms, the rules and the operations; change these, not this page.

Of every form: it carries a token against forgery and the key that tells a form sent twice (webapp/pressing.py); text
that can't be text (NUL, broken UTF-8) is refused before any page sees it (webapp/security.py); a field that is not
listed is not read; a request is at most {LARGEST_REQUEST // 1024**2} MB. A choice is refused when it is not among the
ones that the page offers, unless the table says who looks. A field that is not needed may stay empty. `-` stands
between the names of a group and its field, `[]` for the number of a row.

## Forms"""
CHARTER_HEAD = """## Sections of the charter

Made from models/rules/charter_sections.py, read by models/rules/charter_content.py (its rules stand with the others
below). Saving with less is allowed; needed means: before the text is frozen."""
READ_HEAD = """## Read without a form

Parameters of an address, single buttons and bodies in JSON. Those of the API stand in `/api/v1/openapi.json`, and in
models/rules and webapp/api."""
READ_TABLE = ("", "| Function | | Reads |", "| --- | --- | --- |")
RULES_HEAD = """## Rules behind the forms

What the forms can't see: whether fields fit together, and fit what is kept already. Every function that refuses what
was filled in, with the field at which the refusal is shown and what it says; {…} is only known when it is said."""
RULES_TABLE = ("", "| Function | | Refuses |", "| --- | --- | --- |")
