"""The mail with which desk and administrator hear that personal data of cases is about to be erased: twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.filling.shared import line
from documents.language import said, speaking
from documents.notices.writing import Letter, parts
from documents.wording import full_date
from models.rules.languages import SOURCE


@dataclass(frozen=True)
class ErasableCase:
    """One case, and the first day on which its data is erased."""

    number: str
    name: str
    erase_on: date


def write_erasure_warning(authority: str, cases: Sequence[ErasableCase], which: int, link: str,
                          language: str = SOURCE) -> Letter:  # fmt: skip
    """The mail. `which`: 1 for the first warning, 2 for the last; `link`: where one sees them and keeps one longer."""
    with speaking(language):
        title, text = parts("erasure_warning.txt", {
            "authority": line(authority), "is_last": which > 1, "link": link, "count": len(cases),
            "cases": [said("{number}, {name}: op {day}", number=one.number, name=line(one.name),
                           day=full_date(one.erase_on)) for one in cases],
        })  # fmt: skip
        return Letter(title, f"{title} – {line(authority)}", text, language)
