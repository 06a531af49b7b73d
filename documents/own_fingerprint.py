"""A PDF that tells by itself whether a byte of it was changed: its identifier holds a hash of all other bytes.

PDF asks for an identifier of two parts; the second may be anything that changes with the content. It finds damage and
careless changes without any register. Who means harm can compute it anew: against that are the seal and `/controle`.
"""

import hashlib
import re

# As the layout library writes it, at the end of the array /ID: 32 hexadecimal digits of its own hash.
_HASH = re.compile(rb"(?<= \()[0-9a-f]{32}(?=\)\])")
_END = b"%%EOF\n"


def with_own_fingerprint(pdf: bytes) -> bytes:
    """The same file with its own hash in the identifier. Raises ValueError when there is no place for it."""
    place = _place(pdf)
    if place is None:
        raise ValueError("the PDF has no identifier of the expected form")
    return pdf[: place[0]] + _hash(pdf, place) + pdf[place[1] :]


def is_undamaged(pdf: bytes) -> bool | None:
    """Whether the bytes are those that were written; None when the file carries no hash of itself."""
    place = _place(pdf)
    return None if place is None else pdf[place[0] : place[1]] == _hash(pdf, place)


def first_part(pdf: bytes) -> bytes:
    """The file as it was before a seal was added at its end."""
    end = pdf.find(_END)
    return pdf if end < 0 else pdf[: end + len(_END)]


def _place(pdf: bytes) -> tuple[int, int] | None:
    found = list(_HASH.finditer(pdf))
    return found[-1].span() if found else None


def _hash(pdf: bytes, place: tuple[int, int]) -> bytes:
    rest = pdf[: place[0]] + bytes(place[1] - place[0]) + pdf[place[1] :]
    return hashlib.sha256(rest).hexdigest()[: place[1] - place[0]].encode()
