"""How much text fits in a document, and how typed text is cleaned before it is printed.

Residents, officers and the steering group type text; a text of a million characters or one endless word would keep
the press busy for minutes (measured: one word of 100 kB takes more than 45 s). Everything that is printed passes here.
"""

import re
import types
import unicodedata
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Annotated, Any, Union, get_args, get_origin

FIELD_LIMIT = 5_000  # characters in one text
LINE_LIMIT = 200  # characters in a name, a title or another text of one line
URL_LIMIT = 300  # characters in a link; a longer one makes a QR code that phones no longer read
WORD_LIMIT = 80  # characters without a space; the press may end a line inside a longer word
LIST_LIMIT = 2_000  # rows in one list

Line = Annotated[str, "line"]  # at most 200 characters, line ends become spaces
Url = Annotated[str, "url"]  # a complete web address, or empty where the field may be left out
PrivateLine = Annotated[str, "line", "private"]  # printed, but left out of the data attached to a public document
PrivateLines = Annotated[tuple[str, ...], "line", "private"]

SOFT_BREAK = "\u200b"  # zero width space: invisible, but a line may end there
_SOFT_HYPHEN = "\u00ad"
_LONG_WORD = re.compile(rf"[^\s{SOFT_BREAK}]{{{WORD_LIMIT + 1},}}")
_LIGATURES = {"\u0132": "IJ", "\u0133": "ij"}  # our fonts lack the ij ligature, and nobody searches for it


class NotPrintable(ValueError):
    """A value that can't go on paper. `field` names where it stands, `reason` says what is wrong with it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Printed:
    """Base of all that is printed: cleans its texts and refuses what is too long, too many or of another type."""

    def __post_init__(self) -> None:
        for field in fields(self):
            name = f"{type(self).__name__}.{field.name}"
            object.__setattr__(self, field.name, _checked(getattr(self, field.name), field.type, name))


def _checked(value: Any, hint: Any, name: str, marks: tuple[str, ...] = ()) -> Any:
    origin = get_origin(hint)
    if origin is Annotated:
        return _checked(value, get_args(hint)[0], name, hint.__metadata__)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in get_args(hint):
            return None
        return _checked(value, tuple(kind for kind in get_args(hint) if kind is not type(None)), name, marks)
    if origin is tuple:
        return _checked_list(value, get_args(hint)[0], name, marks)
    if isinstance(hint, tuple) and len(hint) == 1:
        return _checked(value, hint[0], name, marks)
    _check_type(value, hint, name)
    return _checked_text(value, name, marks) if isinstance(value, str) else value


def _checked_list(values: Any, hint: Any, name: str, marks: tuple[str, ...]) -> tuple[Any, ...]:
    _check_type(values, tuple, name)
    if len(values) > LIST_LIMIT:
        raise NotPrintable(name, f"{len(values)} rows, at most {LIST_LIMIT} fit")
    return tuple(_checked(value, hint, name, marks) for value in values)


def _check_type(value: Any, hint: Any, name: str) -> None:
    # Python counts a bool as an int and a datetime as a date; on paper they are different things.
    is_lookalike = (isinstance(value, bool) and hint is int) or (isinstance(value, datetime) and hint is date)
    if is_lookalike or not isinstance(value, hint):
        raise NotPrintable(name, f"{type(value).__name__} can't be printed here")


def _checked_text(text: str, name: str, marks: tuple[str, ...]) -> str:
    if "url" in marks:
        return _checked_url(text, name)
    text = clean(text)
    if "line" in marks:
        text = " ".join(text.split())
    limit = LINE_LIMIT if "line" in marks else FIELD_LIMIT
    if len(text) > limit:
        raise NotPrintable(name, f"{len(text)} characters, at most {limit} fit")
    return _LONG_WORD.sub(_with_breaks, text)


def _checked_url(url: str, name: str) -> str:
    if len(url) > URL_LIMIT:
        raise NotPrintable(name, f"a link of {len(url)} characters, at most {URL_LIMIT} fit")
    if url and not re.fullmatch(r"https?://[!-~]+", url):
        raise NotPrintable(name, "not a complete web address")
    return url


def clean(text: str) -> str:
    """The text in composed form (NFC), without control and direction characters, with \\n as the only line end."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_LIGATURES.get(char, char) for char in text if not _is_meaningless(char)).strip()


def _is_meaningless(char: str) -> bool:
    # Cc control, Cf direction marks and the like, Cs half a character, Co and Cn without a fixed meaning.
    # The bad story: a right-to-left mark that makes a signed page read otherwise than the file that was checked.
    if char in f"\n\t{SOFT_BREAK}{_SOFT_HYPHEN}":
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")


def _with_breaks(match: re.Match[str]) -> str:
    word = match.group()
    return SOFT_BREAK.join(word[start : start + WORD_LIMIT] for start in range(0, len(word), WORD_LIMIT))
