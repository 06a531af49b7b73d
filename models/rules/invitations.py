"""The code on an invitation, how it is read when somebody types it, and the order in which letters are delivered."""

from models.rules.streets import house_number_order, normalise_street_name

# No signs that look alike on paper (0 O, 1 I L, 2 Z, 5 S, 8 B, U V), and no vowels, so that no code is a word.
CODE_SIGNS = "34679CDFGHJKMNPQRTVWXY"
CODE_LENGTH = 10  # 22^10 is 2.7 * 10^13: of a million tries with 100,000 letters in the post, none is likely to hit

WINDOWS = {"right": "rechts (zoals bpost vraagt)", "left": "links"}  # where an envelope has its window


def read_code(typed: str) -> str:
    """The code as it is kept, from what somebody typed: capitals, spaces and hyphens don't matter. Empty: no code."""
    code = "".join(sign for sign in typed.upper() if sign not in " -")
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_SIGNS) else ""


def spaced_code(code: str) -> str:
    """The code as people read it from paper: 'CDFGH-JKMNP'."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


RoundKey = tuple[str, str, int, bool, tuple[int, tuple[tuple[int, int, str], ...]]]


def round_order(street: str, postcode: str, street_id: int, number: int, suffix: str) -> RoundKey:
    """Sort key of who delivers on foot: street by street, first the odd side, then the even one, each from low to high.

    Two streets of one name in one postcode stay apart by their id.
    """
    is_even = number % 2 == 0
    return normalise_street_name(street), postcode, street_id, is_even, house_number_order(number, suffix)
