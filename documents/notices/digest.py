"""The mail of the day: what happened in each case, in one line each, with the address of the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from documents.filling_shared import line
from documents.notices.writing import Letter
from models.rules.web_addresses import case_page

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class News:
    """One thing that happened in a case. `case`: its network and number, as one speaks of it."""

    number: str
    case: str
    title: str


def write_digest(name: str, news: Sequence[News], base_url: str) -> Letter:
    """One mail with all news, by case in the order in which they came; the same line of a case comes once."""
    cases: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for one in news:
        titles = cases.setdefault(one.number, [])
        names[one.number] = one.case
        if one.title not in titles:
            titles.append(one.title)
    told = [(names[number], titles, case_page(base_url, number)) for number, titles in cases.items()]
    count = len(told)
    title = "Nieuws uit 1 dossier" if count == 1 else f"Nieuws uit {count} dossiers"
    text = _template().render(name=line(name), cases=told, account=f"{base_url.rstrip('/')}/account/berichten")
    return Letter(title, f"Dagoverzicht: {title[0].lower()}{title[1:]}", text.strip() + "\n")


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("daily.txt")
