"""The agreement at the end of the consultation: motives, what the parties expect of each other, and objectives.

Source: seed 000 (police and municipality decide on motives, expectations and objectives; the evening and the charter go
on with them). The request is version 1; who changes it makes the next version.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

PARTIES = ("residents", "police", "municipality")
LOCKED = (
    "Over deze afspraken is al beslist. Moet de tekst toch nog veranderen? Stuur de aanvraag dan terug naar de "
    "initiatiefnemer: in de volgende ronde begint het overleg met deze versie."
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class AgreedText:
    """One version of what is agreed. `objectives`: codes of models.rules.objectives."""

    version: int
    motives: str
    expectations: Mapping[str, str]
    objectives: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the text: the same text gives the same one, whatever its version."""
        told = {
            "motives": self.motives,
            "expectations": {party: self.expectations.get(party, "") for party in PARTIES},
            "objectives": list(self.objectives),
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """One sentence that came or went. `kind`: kept, added or removed."""

    kind: str
    text: str


def changes_between(before: str, after: str) -> tuple[Change, ...]:
    """Sentence by sentence what stayed, what came and what went, in the order in which one reads it."""
    return _compare(_sentences(before), _sentences(after))


def changes_in_list(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Change, ...]:
    """The same for a list such as the objectives; their order says nothing."""
    kept_or_gone = [Change("kept" if one in after else "removed", one) for one in before]
    return (*kept_or_gone, *(Change("added", one) for one in after if one not in before))


def _sentences(text: str) -> list[str]:
    return [one.strip() for one in _SENTENCE_END.split(text) if one.strip()]


def _compare(before: list[str], after: list[str]) -> tuple[Change, ...]:
    found: list[Change] = []
    for how, from_, to, new_from, new_to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            found += [Change("kept", one) for one in before[from_:to]]
        else:
            found += [Change("removed", one) for one in before[from_:to]]
            found += [Change("added", one) for one in after[new_from:new_to]]
    return tuple(found)
