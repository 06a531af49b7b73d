"""A text message (sms): in how many parts it goes, and a phone number as a gateway takes it.

Source: 3GPP TS 23.038 (the default alphabet of 7 bits; other letters take 16), TS 23.040 (a longer message goes in
parts, each of which loses a few signs to its number).
"""

import re

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")  # two signs each
# What people type, in letters that keep a message in the cheap alphabet.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ",
                        "ë": "e", "ï": "i", "ê": "e", "â": "a", "î": "i", "ô": "o", "û": "u", "ç": "Ç"})  # fmt: skip
COUNTRY = "+32"


def plain_signs(text: str) -> str:
    """The text in signs that most phones get in one part; letters of other languages stay."""
    return text.translate(_PLAIN)


def parts_of(text: str) -> int:
    """In how many parts the message goes; each is paid for."""
    if all(sign in BASIC or sign in EXTENDED for sign in text):
        length, one, more = sum(2 if sign in EXTENDED else 1 for sign in text), 160, 153
    else:
        length, one, more = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= one else -(-length // more)


def international(phone: str) -> str:
    """The number as a gateway takes it, like +32470000000; empty where it can't be one. A number without a country is
    Belgian."""
    digits = re.sub(r"[^\d+]", "", phone.replace("(0)", ""))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = COUNTRY + digits[1:]
    return digits if re.fullmatch(r"\+[1-9]\d{7,14}", digits) else ""
