"""A scenario as it was read: the place, the people and the steps. Plain values; nothing here changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from binstart.playing.moments import Moment
from models.rules.access import Role

# A Monday, in Belgian time. A play begins on it or, when the clock is already further, as many weeks later as needed.
NOMINAL_BEGINNING = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001


@dataclass(frozen=True)
class StreetPlan:
    """A street of an invented municipality, with house numbers from 1 to `houses`."""

    name: str
    houses: int


@dataclass(frozen=True)
class ZonePlan:
    """A police zone. `is_own`: brought by the scenario, not of the demonstration."""

    name: str
    code: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_own: bool = True


@dataclass(frozen=True)
class MunicipalityPlan:
    """A municipality, in the zone of this name. Without `is_own` it is one of the demonstration, taken as it is."""

    name: str
    zone: str
    code: str = ""
    postcode: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    streets: tuple[StreetPlan, ...] = ()
    is_own: bool = True


@dataclass(frozen=True)
class PersonPlan:
    """Somebody who acts. `mandates` are roles with the name of the municipality or zone for which they are held;
    `home` is street and house number in `home_in`."""

    key: str
    name: str
    email: str
    phone: str = ""
    mandates: tuple[tuple[Role, str], ...] = ()
    home: tuple[str, int] | None = None
    home_in: str = ""


@dataclass(frozen=True)
class Refusal:
    """How a step is expected to be refused: all that is given must be so."""

    status: int | None = None
    text: str = ""
    field: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the play. `case`: the name of the case in the scenario; `on_open_page`: on the page that was opened
    before, with `open_page`."""

    line: int
    moment: Moment
    verb: str
    who: tuple[str, ...]
    values: Mapping[str, Any]
    case: str
    note: str = ""
    on_open_page: bool = False
    refusal: Refusal | None = None
    expected: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A whole play. `begins` is the moment on which its dates are counted."""

    file: Path
    title: str
    story: str
    begins: datetime
    municipalities: tuple[MunicipalityPlan, ...]  # the first is where it plays
    zones: tuple[ZonePlan, ...]
    people: Mapping[str, PersonPlan]
    area: tuple[Mapping[str, Any], ...]
    steps: tuple[Step, ...]

    @property
    def municipality(self) -> MunicipalityPlan:
        """Where it plays."""
        return self.municipalities[0]
