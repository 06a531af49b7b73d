"""The support base of a founding, counted by dwelling: voices, and the thresholds of a municipality.

Sources: domain.md 1 (no number is federal): Kampenhout asks 100, Middelkerke about 20, Mauvondel 50 to 350 dwellings
and whole streets only, Steenokkerzeel a spread over the whole area.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from models.rules.area import Segment, describe_segment
from models.rules.procedure import Stage
from models.rules.procedure_settings import ProcedureSettings

# From the accepted request on, until the info evening is closed.
GATHERING = frozenset({Stage.CONSULTATION, Stage.INFO_EVENING})

CHOICES = {"for": "Ik ben voor", "against": "Ik ben tegen", "more": "Ik wil er eerst meer over weten"}
WISHES = {
    "member": "lid worden",
    "coordinator": "coördinator worden",
    "steering_group": "meewerken in de stuurgroep",
}
STATES = {
    "unconfirmed": "niet bevestigd",
    "waiting": "wacht: er telt al een stem van deze woning",
    "confirmed": "telt mee",
    "withdrawn": "ingetrokken",
    "replaced": "vervangen",
}

# A sector network has members over the whole town and no dwellings of its own.
NOT_BY_DWELLING = "De steun voor dit netwerk telt niet per woning: het heeft leden van een sector, en geen straten."


def is_gathering(stage: str, has_ended: bool) -> bool:
    """Whether voices can be given now."""
    return not has_ended and stage in GATHERING


@dataclass(frozen=True)
class StreetCount:
    """How many dwellings of the area a street has, and how many of them support the founding (as far as is shown)."""

    name: str
    dwellings: int
    supporting: int


@dataclass(frozen=True)
class Threshold:
    """One thing that the municipality asks, in a plain sentence with how far it is."""

    code: str
    sentence: str
    is_met: bool


def thresholds(
    supporting: int,
    streets: Sequence[StreetCount],
    settings: ProcedureSettings,
    partial: Sequence[str] = (),
    *,
    is_about: bool = False,
) -> tuple[Threshold, ...]:
    """Everything that the municipality asks of the support base. What it does not ask is left out.

    `partial`: the streets of which only a part belongs to the area, in words. `is_about`: the numbers are rounded ones,
    for everybody; the sentences then say so.
    """
    dwellings = sum(street.dwellings for street in streets)
    about = "ongeveer " if is_about and supporting else ""
    asked = (
        _minimum(supporting, settings.minimum_registered_dwellings, about),
        _area_size(dwellings, settings.minimum_area_dwellings, settings.maximum_area_dwellings),
        _spread(streets, settings.minimum_street_share, is_about),
        _whole_streets(partial) if settings.whole_streets_only else None,
    )
    return tuple(threshold for threshold in asked if threshold is not None)


def _minimum(supporting: int, minimum: int, about: str) -> Threshold | None:
    if not minimum:
        return None
    start = f"De gemeente vraagt de steun van minstens {minimum} woningen. Nu zijn het er {about}{supporting}"
    short = minimum - supporting
    end = "; dat is genoeg." if short <= 0 else f"; er zijn er nog {about}{short} nodig."
    return Threshold("minimum_dwellings", start + end, short <= 0)


def _area_size(dwellings: int, least: int, most: int) -> Threshold | None:
    if not least and not most:
        return None
    wanted = " en ".join(
        part for part in (f"minstens {least}" if least else "", f"hoogstens {most}" if most else "") if part
    )
    is_met = dwellings >= least and (not most or dwellings <= most)
    sentence = (
        f"Het gebied telt {dwellings} woningen. De gemeente vraagt er {wanted}; dat is {'' if is_met else 'niet '}zo."
    )
    return Threshold("area_size", sentence, is_met)


def _spread(streets: Sequence[StreetCount], share: int, is_about: bool) -> Threshold | None:
    if not share:
        return None
    below = streets_below_share(streets, share)
    sentence = f"De gemeente vraagt in elke straat de steun van minstens {share} % van de woningen. "
    known = "zeker zo" if is_about else "zo"
    sentence += f"Dat is {known} in {len(streets) - len(below)} van de {len(streets)}"
    return Threshold("spread", sentence + (f"; nog niet in: {', '.join(below)}." if below else "."), not below)


def streets_below_share(streets: Sequence[StreetCount], share: int) -> tuple[str, ...]:
    """The streets in which fewer than `share` per cent of the dwellings support the founding."""
    return tuple(street.name for street in streets if street.supporting < ceil(street.dwellings * share / 100))


def _whole_streets(partial: Sequence[str]) -> Threshold:
    sentence = "De gemeente vraagt alleen hele straten. "
    sentence += f"Niet heel: {'; '.join(partial)}." if partial else "Dat is zo."
    return Threshold("whole_streets", sentence, not partial)


def partial_streets(segments: Sequence[Segment], names: dict[int, str]) -> tuple[str, ...]:
    """The parts of streets in an area of which not the whole street belongs to it, in words."""
    whole = {segment.street for segment in segments if segment == Segment(segment.street)}
    return tuple(
        describe_segment(segment, names[segment.street])  # type: ignore[index]
        for segment in segments
        if segment.street not in whole
    )


# The initiator hears of progress at these parts of what is asked; without a threshold at these numbers.
_PARTS = (0.25, 0.5, 0.75, 1.0)
_NUMBERS = (10, 25, 50, 100, 200, 400)


def milestone(supporting: int, minimum: int) -> int:
    """The last number worth telling that was reached; 0 before the first. Never below five: a single dwelling is
    nobody's news."""
    marks = sorted({ceil(minimum * part) for part in _PARTS}) if minimum else _NUMBERS
    return max((mark for mark in marks if 5 <= mark <= supporting), default=0)


def sample_size(lines: int, percent: int, least: int) -> int:
    """How many lines of a paper sheet a second pair of eyes looks at; 0 per cent switches it off."""
    return 0 if percent == 0 else min(lines, max(least, ceil(lines * percent / 100)))
