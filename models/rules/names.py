"""People's names, compared as people would: capitals, accents, apostrophes and spaces don't matter."""

import unicodedata
from collections.abc import Iterable

_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}


def folded(text: str) -> str:
    """Lower case, without accents or punctuation, words kept apart: 'Zeynep Yıldız-Çelik' is 'zeynep yildiz celik'."""
    if text.isascii():  # nearly all are, and tens of thousands are compared while somebody waits
        return " ".join(text.lower().translate(_SIGNS).split())
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())


def first_named(text: str, names: Iterable[str]) -> str:
    """The first of these names that stands in a text, as whole words; empty: none. A first name alone is no name."""
    words = f" {folded(text)} "
    return next((name for name in names if " " in (plain := folded(name)) and f" {plain} " in words), "")


def comparable(name: str) -> str:
    """One spelling for the many of one name, only for comparing: 'Zeynep Yıldız-Çelik' is 'zeynepyildizcelik'."""
    return folded(name).replace(" ", "")


def of_place(name: str) -> str:
    """A place behind 'de', in French: "d’Oosterbeke", "de Namur"."""
    return f"d’{name}" if name[:1].upper() in "AEIOUYÀÂÉÈÊÎÔ" else f"de {name}"
