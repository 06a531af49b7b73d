"""The mails of the launch kit to people without an account: who supported the founding, and the press."""

from collections.abc import Mapping

from documents.filling.shared import line, municipality_name
from documents.language import said, speaking
from documents.notices.writing import Letter
from models.rules.languages import SOURCE
from models.rules.launch_kit import filled
from models.rules.records.shared import OfficeRecord


def write_supporter_mail(texts: Mapping[str, str], facts: Mapping[str, str], municipality: str,
                         language: str = SOURCE) -> Letter:  # fmt: skip
    """The mail to who supported the founding, with why they get it."""
    with speaking(language):
        title, body = _parted(texts["mail"], facts)
        why = said("U krijgt deze mail één keer, omdat u een stem gaf over {network} of er nieuws over vroeg. U moet "
                   "niets doen als u geen lid wilt worden.", network=facts["netwerk"])  # fmt: skip
        return Letter(title, title, _whole(municipality, body, why), language)


def write_press_mail(texts: Mapping[str, str], facts: Mapping[str, str], municipality: str,
                     language: str = SOURCE) -> Letter:  # fmt: skip
    """The press release as a mail; the files go along."""
    with speaking(language):
        title, body = _parted(texts["press_release"], facts)
        free = said("Dit bericht is vrij voor publicatie. In de bijlagen vindt u het persbericht en teksten voor het "
                    "infoblad in drie lengtes.")  # fmt: skip
        subject = said("Persbericht: {title}", title=title)
        return Letter(title, subject, _whole(municipality, free, title, body), language)


def _whole(municipality: str, *paragraphs: str) -> str:
    sender = municipality_name(OfficeRecord(municipality, "", "", ""))
    return "\n\n".join((said("Goeiedag"), *paragraphs, said("Met vriendelijke groeten") + f"\n{sender}\n"))


def _parted(text: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """Title and text."""
    paragraphs = filled(text, facts)
    title, _, rest = paragraphs[0].partition("\n")
    return line(title), "\n\n".join([*([rest] if rest else []), *paragraphs[1:]])
