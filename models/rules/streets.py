"""Street names and house numbers: how they are compared, read and put in order, whatever way people write them.

Sources: the names and house numbers in CRAB and BeSt. 'Bus' is the Belgian word for the box of
an apartment.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from models.rules.refusals import Invalid


class Side(StrEnum):
    """Which house numbers of a street are meant. In Belgium one side has the odd numbers, the other the even ones."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"


# Whole words that registers and people shorten. The last word of a name is never one of these.
_WORDS = {
    "st": "sint",
    "saint": "sint",
    "ste": "sinte",
    "sainte": "sinte",
    "dr": "dokter",
    "burg": "burgemeester",
    "burgem": "burgemeester",
    "mgr": "monseigneur",
    "kan": "kanunnik",
    "past": "pastoor",
    "kard": "kardinaal",
    "prof": "professor",
    "gebr": "gebroeders",
    "gen": "generaal",
    "kapt": "kapitein",
    "lt": "luitenant",
    "av": "avenue",
    "bd": "boulevard",
    "bld": "boulevard",
}
# Ends of names; no Dutch or French street name ends in these letters otherwise.
_ENDINGS = (("str", "straat"), ("stwg", "steenweg"), ("stw", "steenweg"), ("ln", "laan"))
_HOMONYM = re.compile(r"_(\d+)$")
_NOT_LETTER = re.compile(r"[^a-z0-9]+")


def homonym_mark(name: str) -> str:
    """The mark by which CRAB keeps two streets of one name in one municipality apart: '02' of 'Kerkstraat_02'."""
    found = _HOMONYM.search(name.strip())
    return found.group(1) if found else ""


def plain_name(name: str) -> str:
    """The name without its homonym mark and superfluous spaces, for people to read."""
    return " ".join(_HOMONYM.sub("", name.strip()).split())


def normalise_street_name(name: str) -> str:
    """One spelling for the many of one street: no accents, capitals or punctuation, abbreviations written out.

    'St.-Jozefstr.' and 'Sint-Jozefstraat' become 'sint jozefstraat'. Only for comparing, never for showing.
    """
    text = plain_name(name).casefold().replace("œ", "oe").replace("æ", "ae")
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = _NOT_LETTER.sub(" ", re.sub("['’‘`]", "", text)).split()
    words = _our_lady(words)
    words = [_WORDS.get(word, word) for word in words[:-1]] + words[-1:]
    return " ".join(_written_out(word) for word in words)


def _our_lady(words: list[str]) -> list[str]:
    """'O.L.V.' and 'O.-L.-Vrouw…' are Onze-Lieve-Vrouw, by far the most abbreviated name of the country."""
    if words[:2] == ["o", "l"] and len(words) > 2:
        return ["onze", "lieve", "vrouw" if words[2] == "v" else words[2], *words[3:]]
    if words[:1] == ["olv"] and len(words) > 1:
        return ["onze", "lieve", "vrouw", *words[1:]]
    return words


def _written_out(word: str) -> str:
    for ending, full in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + full
    return word


@dataclass(frozen=True)
class HouseNumber:
    """A house number and what follows it: '', 'A', 'bis', '-14' (one building, two numbers), 'bus 3', 'A bus 0101'."""

    number: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.suffix}" if self.suffix.startswith("bus ") else f"{self.number}{self.suffix}"


_LEADING = re.compile(r"(?P<number>\d{1,5})\s*(?P<rest>.*)", re.ASCII)
_BOX_WORD = re.compile(r"(?:bus|bte|bo[iî]te|box)\.?\s*", re.IGNORECASE)
# 'b' right behind the number and before a digit is short for bus: '12b3'.
_BEFORE_BOX = re.compile(r"\s*(?:bus|bte|bo[iî]te|box|^b(?=\s*\d))\.?\s*")
_BOX = re.compile(r"[a-z0-9](?:[a-z0-9./ -]{0,18}[a-z0-9])?", re.ASCII)
_EXTENSION = re.compile(r"-\s*\d{1,5}|/\s*\d{1,4}|bis|ter|quater|[a-z]{1,2}\d{0,3}", re.ASCII)


def parse_house_number(text: str, box: str = "") -> HouseNumber:
    """Read a house number: '12', '12 a', '12A bus 3', '12/3', '12 b 3', '43-45', '7bis'; `box` if it comes apart.

    Raises Invalid (`house_number`) when there is no number from 1 to 99999 in front, or something unknown behind it.
    """
    shown = text.strip()[:20]
    wrong = Invalid("house_number", f"'{shown}' is geen huisnummer. Voorbeeld: 12, 12A of 12 bus 3.", "number")
    found = _LEADING.fullmatch(" ".join(text.split()).lower())
    if not found or int(found["number"]) < 1:
        raise wrong
    number = int(found["number"])
    extension, box_text = _extension_and_box(number, found["rest"])
    box_text = _BOX_WORD.sub("", " ".join(box.split()).lower()) or box_text
    if (extension and not _EXTENSION.fullmatch(extension)) or (box_text and not _BOX.fullmatch(box_text)):
        raise wrong
    return HouseNumber(number, _suffix(extension, box_text))


def _extension_and_box(number: int, rest: str) -> tuple[str, str]:
    parts = _BEFORE_BOX.split(rest, maxsplit=1)
    if len(parts) == 2:
        return parts[0], parts[1] or "?"  # the word bus without a box: '?' is refused
    extension, slash, box = rest.replace("_", "/").partition("/")
    if not slash and extension.startswith("-") and extension[1:].strip().isdigit():
        last = int(extension[1:])
        # '12-3' can't be a range: it is how some write box 3.
        return (extension, "") if last > number else ("", str(last))
    return extension.strip(), box.strip() or ("?" if slash else "")


def _suffix(extension: str, box: str) -> str:
    extension = extension.replace(" ", "")
    shown = extension if extension in {"bis", "ter", "quater"} else extension.upper()
    return " ".join(part for part in (shown, f"bus {box.upper()}" if box else "") if part)


def suffix_key(suffix: str) -> str:
    """Suffixes with one key are the same: capitals, spaces and leading zeros ('bus 0101', 'Bus 101') don't matter."""
    return re.sub(r"\d+", lambda run: str(int(run.group())), "".join(suffix.casefold().split()))


def house_number_order(number: int, suffix: str = "") -> tuple[int, tuple[tuple[int, int, str], ...]]:
    """Sort key in the order of the street: 2, 2A, 2 bus 1, 2 bus 10, 4."""
    runs = re.findall(r"\d+|\D+", suffix.casefold())
    return number, tuple((0, int(run), "") if run.isdigit() else (1, 0, run) for run in runs)


def is_on_side(number: int, side: str) -> bool:
    """Whether a house number is on that side of its street."""
    return side == Side.ALL or (number % 2 == 1) == (side == Side.ODD)


def is_in_range(number: int, from_number: int | None, to_number: int | None) -> bool:
    """Whether a house number lies between the two, both included; None is an open end."""
    return (from_number is None or from_number <= number) and (to_number is None or number <= to_number)


@dataclass(frozen=True)
class AddressText:
    """What somebody typed in one box, taken apart."""

    street: str
    number: HouseNumber | None
    postcode: str


_PLACE = re.compile(r"[,\s]\s*(?P<postcode>[1-9]\d{3})(?:\s+[^\d,]+)?$")


def split_address(text: str) -> AddressText:
    """Take 'Kerkstraat 12 bus 3, 1700 Dilbeek' apart. What can't be read as number or postcode stays in the street."""
    text = " ".join(text.split()).strip(" ,")
    place = _PLACE.search(text)
    # Without a comma, '… 1830' may as well be a house number or a part of the name: then a place name must follow.
    is_place = place is not None and ("," in text or not place.group().strip(" ,").isdigit())
    street, postcode = (text[: place.start()], place["postcode"]) if place and is_place else (text, "")
    street = re.sub(r",\s*(?=\d)", " ", street).split(",")[0].strip()
    for gap in re.finditer(r"\s+(?=\d)", street):
        try:
            number = parse_house_number(street[gap.end() :])
        except Invalid:
            continue
        return AddressText(street[: gap.start()], number, postcode)
    return AddressText(street, None, postcode)
