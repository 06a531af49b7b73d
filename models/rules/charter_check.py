"""Checking a charter from outside: which fingerprint was typed, and which one a file says that it has.

A file is only looked through for its mark and never unpacked: who sends one is a stranger.
"""

import re

from models.rules.refusals import Invalid

LARGEST_CHARTER = 5 * 1024 * 1024  # bytes; thirty signatures and three hundred streets make less than half a megabyte
MARK = "controlegetal:"  # before the fingerprint, in the metadata of the file, which archives want readable

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_MARKED = re.compile(MARK.encode() + rb"([0-9a-f]{64})")

# How a version stands: not signed by all; signed, and its launch still to come; in force; its network stands still;
# another version came in its place; never in force; its network no longer exists; opened again before all had signed.
STATES = (
    "for_signature", "sealed", "in_force", "suspended", "replaced", "lapsed", "ended", "withdrawn",
)  # fmt: skip


def read_fingerprint(typed: str) -> str:
    """The 64 digits as they are kept, from what was typed or pasted: in groups, in capitals, or as a whole address.

    Raises Invalid when it can't be one.
    """
    last = re.split(r"[/:]", typed.strip())[-1]
    digits = re.sub(r"[\s\u200b-]", "", last).lower()
    if not _FINGERPRINT.fullmatch(digits):
        raise Invalid("no_fingerprint", "Een controlegetal heeft 64 tekens: cijfers en de letters a tot f. "
                      f"Dit zijn er {len(digits)}, of er staan andere tekens in.", "fingerprint")  # fmt: skip
    return digits


def claimed_fingerprint(content: bytes) -> str:
    """The fingerprint that a PDF says it carries; empty: none, or several that differ."""
    claimed = set(_MARKED.findall(content))
    return claimed.pop().decode() if len(claimed) == 1 else ""


def require_charter_file(content: bytes) -> None:
    """Raises Invalid when this can't be the file of a charter: nothing, too much, or no PDF, whatever its name."""
    if not content:
        raise Invalid("check_empty", "Dit bestand is leeg. Kies een ander bestand.", "file")
    if len(content) > LARGEST_CHARTER:
        raise Invalid("check_too_large", "Dit bestand is te groot om een charter te zijn: hoogstens 5 MB.", "file")
    if not content.startswith(b"%PDF-"):
        raise Invalid("check_no_pdf", "Dit is geen PDF. Kies het bestand dat u kreeg, geen foto of scan.", "file")
