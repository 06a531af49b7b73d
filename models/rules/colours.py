"""Colours that stay readable: the contrast of two colours as WCAG 2.2 (1.4.3) counts it."""

import re

from models.rules.refusals import Invalid

NEEDED = 4.5  # of normal text on its ground
WHITE = "#FFFFFF"
_HEX = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII)


def luminance(colour: str) -> float:
    """The relative luminance of '#RRGGBB', 0 (black) to 1 (white)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How much two colours differ, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_colour(text: str, field: str = "colour") -> str:
    """The colour as '#RRGGBB' when white letters on it, and letters in it on white, can be read. Raises Invalid."""
    colour = text.strip().upper()
    if not _HEX.fullmatch(colour):
        raise Invalid(
            "no_colour", "Schrijf een kleur als #0E4B4F: een hekje en zes tekens van 0 tot 9 en A tot F.", field
        )
    present = contrast(colour, WHITE)
    if present < NEEDED:
        words = f"{present:.1f}".replace(".", ",")
        raise Invalid("unreadable", f"Witte letters zijn op deze kleur moeilijk te lezen: contrast {words} op 1. "
                      "Minstens 4,5 op 1 is nodig. Kies een donkerdere kleur.", field)  # fmt: skip
    return colour
