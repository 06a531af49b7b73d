"""The mails of the launch kit to people without an account: who supported the founding, and the press."""

from collections.abc import Mapping

from documents.filling_shared import line, municipality_name
from documents.notices.writing import Letter
from models.rules.launch_kit import filled
from models.rules.records.shared import OfficeRecord

WHY = (
    "U krijgt deze mail één keer, omdat u een stem gaf over {network} of er nieuws over vroeg. U moet niets doen als u "
    "geen lid wilt worden."
)
PRESS = (
    "Dit bericht is vrij voor publicatie. In de bijlagen vindt u het persbericht en teksten voor het infoblad in drie "
    "lengtes."
)


def write_supporter_mail(texts: Mapping[str, str], facts: Mapping[str, str], municipality: str) -> Letter:
    """The mail to who supported the founding, with why they get it."""
    title, body = _parted(texts["mail"], facts)
    why = WHY.format(network=facts["netwerk"])
    text = f"Goeiedag\n\n{body}\n\n{why}\n\nMet vriendelijke groeten\n{_sender(municipality)}\n"
    return Letter(title, title, text)


def write_press_mail(texts: Mapping[str, str], facts: Mapping[str, str], municipality: str) -> Letter:
    """The press release as a mail; the files go along."""
    title, body = _parted(texts["press_release"], facts)
    text = f"Goeiedag\n\n{PRESS}\n\n{title}\n\n{body}\n\nMet vriendelijke groeten\n{_sender(municipality)}\n"
    return Letter(title, f"Persbericht: {title}", text)


def _parted(text: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """Title and text."""
    paragraphs = filled(text, facts)
    title, _, rest = paragraphs[0].partition("\n")
    return line(title), "\n\n".join([*([rest] if rest else []), *paragraphs[1:]])


def _sender(municipality: str) -> str:
    return municipality_name(OfficeRecord(municipality, "", "", ""))
