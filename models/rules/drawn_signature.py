"""A signature that was drawn with a finger, a pen or a mouse: a path in a field of 600 by 200, and nothing else.

It stands beside the typed name, which is what signs: who can't draw leaves it out.
"""

import re

from models.rules.refusals import Invalid

WIDTH, HEIGHT = 600, 200
LONGEST = 4900  # characters: a minute of drawing, thinned out by the page; what a document can hold
_STROKE = r"M[0-9]{1,3} [0-9]{1,3}(?: L[0-9]{1,3} [0-9]{1,3})+"
_PATH = re.compile(rf"{_STROKE}(?: {_STROKE})*")
_NUMBERS = re.compile(r"(\d+) (\d+)")


def checked_drawing(path: str, field: str = "drawing") -> str:
    """The path ('M10 20 L30 40'), or an empty text. Raises Invalid for anything that is no such path."""
    path = (path or "").strip()
    if not path:
        return ""
    if len(path) > LONGEST:
        raise Invalid("drawing_too_long", "De tekening is te lang. Wis ze en teken eenvoudiger.", field)
    if not _PATH.fullmatch(path):
        raise Invalid("no_drawing", "De tekening kon niet gelezen worden. Wis ze en teken opnieuw.", field)
    if any(int(x) > WIDTH or int(y) > HEIGHT for x, y in _NUMBERS.findall(path)):
        raise Invalid("outside_field", "De tekening loopt buiten het vak. Wis ze en teken opnieuw.", field)
    return path
