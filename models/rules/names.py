"""People's names, compared as people would: capitals, accents, apostrophes and spaces don't matter."""

import unicodedata


def comparable(name: str) -> str:
    """One spelling for the many of one name, only for comparing: 'Zeynep Yıldız-Çelik' is 'zeynep yildiz celik'."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return "".join(sign for sign in plain if sign.isalnum())
