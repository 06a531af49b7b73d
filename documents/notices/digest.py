"""The mail of the day: what happened in each case, in one line each, with the address of the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.filling.shared import line
from documents.notices.writing import Letter, has_text, texts
from models.rules.languages import SOURCE
from models.rules.web_addresses import case_page

# Before the colon of the subject, and what it tells.
_TITLES = {
    SOURCE: ("Dagoverzicht:", "Nieuws uit 1 dossier", "Nieuws uit {} dossiers"),
    "fr": ("Résumé du jour\u00a0:", "Nouvelles d’un dossier", "Nouvelles de {} dossiers"),
}


@dataclass(frozen=True)
class News:
    """One thing that happened in a case. `case`: its network and number, as one speaks of it."""

    number: str
    case: str
    title: str


def write_digest(name: str, news: Sequence[News], base_url: str, language: str = SOURCE) -> Letter:
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
    spoken = language if has_text("daily.txt", language) else SOURCE
    subject, of_one, of_many = _TITLES[spoken]
    title = of_one if count == 1 else of_many.format(count)
    address = f"{base_url.rstrip('/')}/account/berichten"
    text = texts(spoken).get_template("daily.txt").render(name=line(name), cases=told, account=address)
    return Letter(title, f"{subject} {title[0].lower()}{title[1:]}", text.strip() + "\n", spoken)
