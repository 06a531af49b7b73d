"""The text of the minutes: its parts, how it follows what was noted of the evening, and what differs between versions.

Source: DECISIONS, 'The info evening'. The figures stand in the text too, so that who approves a version approves them;
they change only where the results of the evening are noted again.
"""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from models.rules.agreement import Change

PARTIES = {"chair": "de voorzitter", "police": "de politie"}  # whose approvals make the minutes final
FIGURES, INTRODUCTION, REMARKS = "figures", "introduction", "remarks"
FINAL = "Het verslag is al goedgekeurd en verandert niet meer."
_WORD = re.compile(r"\n|[^\s]+")

Votes = tuple[int | None, int | None, int | None]  # for, against, abstentions; None: nobody voted


def parts_of(agenda: Mapping[str, str]) -> dict[str, str]:
    """The parts of the minutes with this agenda, in the order in which one reads them, with their names."""
    return {FIGURES: "Cijfers en uitslagen", INTRODUCTION: "Inleiding", **agenda, REMARKS: "Opmerkingen"}


def figures_in_words(chair: str, attendance: int, dwellings: int, approvals: Mapping[str, bool | None],
                     votes: Mapping[str, Votes]) -> str:  # fmt: skip
    """What was counted and decided, a line each. `approvals` and `votes` by what they are about, in words."""
    lines = [f"Voorzitter: {chair}", f"Aanwezigen: {attendance}", f"Woningen die meedoen: {dwellings}"]
    lines += [f"{about}: {_decided(one)}" for about, one in approvals.items()]
    lines += [f"{about}: {_counted(one)}" for about, one in votes.items() if one[0] is not None]
    return "\n".join(lines)


def _decided(is_approved: bool | None) -> str:
    return "niet besproken" if is_approved is None else "goedgekeurd" if is_approved else "niet goedgekeurd"


def _counted(votes: Votes) -> str:
    return f"{votes[0] or 0} voor, {votes[1] or 0} tegen, {votes[2] or 0} onthoudingen"


def follow_what_was_noted(written: Mapping[str, str], before: Mapping[str, str],
                          now: Mapping[str, str]) -> dict[str, str]:  # fmt: skip
    """The text after the results were noted again: a part that was noted otherwise takes over what was noted, a part
    that was noted as `before` keeps what was written. What nobody noted (the introduction) stays."""
    sections = {
        part: written[part] if part in written and before.get(part) == noted else noted for part, noted in now.items()
    }
    return {**({INTRODUCTION: written[INTRODUCTION]} if INTRODUCTION in written else {}), **sections}


def changes_by_word(before: str, after: str) -> tuple[Change, ...]:
    """Word by word what stayed, what came and what went, in the order in which one reads it."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Change] = []
    for how, from_, to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if how == "equal":
            found.append(Change("kept", _joined(old[from_:to])))
            continue
        if to > from_:
            found.append(Change("removed", _joined(old[from_:to])))
        if new_to > new_from:
            found.append(Change("added", _joined(new[new_from:new_to])))
    return tuple(found)


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" \n ", "\n").replace(" \n", "\n").replace("\n ", "\n")


def compare(before: Mapping[str, str], after: Mapping[str, str],
            parts: Mapping[str, str]) -> dict[str, tuple[Change, ...]]:  # fmt: skip
    """Per part that differs what changed, under the name of the part."""
    return {
        name: changes_by_word(before.get(part, ""), after.get(part, ""))
        for part, name in parts.items()
        if before.get(part, "") != after.get(part, "")
    }
