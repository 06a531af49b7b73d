"""The support base of a case as it is shown: the picture for everybody, the numbers and the names for staff."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models.address import Dwelling, Street
from models.area import StreetSegment
from models.case import FoundingCase
from models.clock import BELGIUM
from models.queries.requests.areas import segments_of
from models.queries.streets.streets_by_name import street_labels
from models.rules.area import Point, Segment, count_dwellings, is_in_area
from models.rules.procedure_settings import ProcedureSettings
from models.rules.scope import Scope, describe_area
from models.rules.streets import plain_name
from models.rules.support import StreetCount, Threshold, partial_streets, thresholds
from models.rules.support_picture import Change, Picture, StreetSupport, picture
from models.support import SupportSheet, Voice
from models.upload import Upload


@dataclass(frozen=True)
class AreaStreet:
    """A street as far as it belongs to an area: how many dwellings, and where (None: not known)."""

    id: int
    name: str
    dwellings: int
    place: Point | None


@dataclass(frozen=True)
class PublicSupport:
    """What everybody may see."""

    picture: Picture
    thresholds: tuple[Threshold, ...]


@dataclass(frozen=True)
class StreetVoices:
    """The exact numbers of one street, for staff."""

    name: str
    dwellings: int
    choices: Mapping[str, int]  # for, against, more


@dataclass(frozen=True)
class SheetLine:
    """A paper sheet in a list."""

    sheet: SupportSheet
    upload: Upload
    lines: int


@dataclass(frozen=True)
class StaffSupport:
    """The exact numbers, for staff."""

    streets: tuple[StreetVoices, ...]
    supporting: int
    thresholds: tuple[Threshold, ...]
    sheets: tuple[SheetLine, ...]


def public_support(session: Session, case: FoundingCase, settings: ProcedureSettings, at: datetime) -> PublicSupport:
    """The picture of the beginning of the day of `at`, with what the municipality asks."""
    streets, segments = _area(session, case)
    morning = at.astimezone(BELGIUM).replace(hour=0, minute=0, second=0, microsecond=0)
    changes = _by_place(case, _changes(session, case.id, morning))
    seen = picture([StreetSupport(s.name, s.dwellings, tuple(changes.get(s.id, ())), s.place) for s in streets])
    shown = [StreetCount(" en ".join(group.names), group.dwellings, group.about) for group in seen.groups]
    partial = partial_streets(segments, {street.id: street.name for street in streets})
    asked = thresholds(seen.about, shown, settings, partial, is_about=True)
    return PublicSupport(seen, asked)


def staff_support(session: Session, case: FoundingCase, settings: ProcedureSettings) -> StaffSupport:
    """Numbers per street and the paper sheets."""
    streets, segments = _area(session, case)
    rows = session.execute(
        select(Voice.street_id, Voice.choice, func.count())
        .where(Voice.case_id == case.id, Voice.state == "confirmed")
        .group_by(Voice.street_id, Voice.choice)
    )
    choices: dict[int, Counter[str]] = {}
    for street_id, choice, count in rows:
        choices.setdefault(_place(case, street_id), Counter())[choice] += count
    found = tuple(StreetVoices(s.name, s.dwellings, choices.get(s.id, {})) for s in streets)
    counts = [StreetCount(s.name, s.dwellings, s.choices.get("for", 0)) for s in found]
    supporting = sum(count.supporting for count in counts)
    partial = partial_streets(segments, {street.id: street.name for street in streets})
    return StaffSupport(found, supporting, thresholds(supporting, counts, settings, partial), _sheets(session, case.id))


def voices_of(session: Session, case_id: int) -> Sequence[Voice]:
    """Every voice that somebody confirmed or that stands on a sheet, by street and number. For staff only."""
    return session.scalars(
        select(Voice)
        .join(Street, Street.id == Voice.street_id)
        .where(Voice.case_id == case_id, Voice.state.in_(("confirmed", "waiting")))
        .options(selectinload(Voice.street))
        .order_by(Street.name, Voice.house_number, Voice.suffix_key, Voice.id)
    ).all()


def sheet_to_check(session: Session, case_id: int, person_id: int | None) -> SupportSheet | None:
    """The first sheet that waits for a second pair of eyes, and that this person did not enter."""
    return session.scalars(
        select(SupportSheet)
        .where(SupportSheet.case_id == case_id, SupportSheet.state == "entered",
               SupportSheet.entered_by_id != person_id)
        .order_by(SupportSheet.number)
        .limit(1)
    ).one_or_none()  # fmt: skip


def sheet_sent_back(session: Session, case_id: int, sheet_id: int) -> SupportSheet | None:
    """A sheet of this case that must be entered anew."""
    return session.scalars(
        select(SupportSheet).where(
            SupportSheet.case_id == case_id, SupportSheet.id == sheet_id, SupportSheet.state == "sent_back"
        )
    ).one_or_none()


def supporting_per_street(session: Session, case_id: int) -> dict[int, int]:
    """How many dwellings of each street are for it."""
    rows = session.execute(
        select(Voice.street_id, func.count())
        .where(Voice.case_id == case_id, Voice.state == "confirmed", Voice.choice == "for")
        .group_by(Voice.street_id)
    )
    return {row[0]: row[1] for row in rows}


def lowest_share(session: Session, case: FoundingCase, per_street: Mapping[int, int]) -> int:
    """The lowest share of supporting dwellings among the streets of the area, in whole per cents downwards."""
    counts = Counter[int]()
    for street_id, count in per_street.items():
        counts[_place(case, street_id)] += count
    shares = [100 * counts[s.id] // s.dwellings for s in _area(session, case)[0] if s.dwellings]
    return min(shares, default=100)


def area_dwellings(session: Session, case: FoundingCase) -> int:
    """How many dwellings the area has; 0 for the members of a sector."""
    return sum(street.dwellings for street in _area(session, case)[0])


def area_streets(session: Session, case: FoundingCase) -> tuple[tuple[int, str], ...]:
    """Id and name of each street in which a voice can be given, by name: of the area, or of the whole municipality."""
    if case.area.scope == Scope.MUNICIPALITY:
        return tuple(street_labels(session, case.municipality_id).items())
    return tuple((street.id, street.name) for street in _area(session, case)[0])


WHOLE = 0  # a whole municipality counts as one street, that no register has


def _place(case: FoundingCase, street_id: int) -> int:
    return WHOLE if case.area.scope == Scope.MUNICIPALITY else street_id


def _by_place(case: FoundingCase, changes: Mapping[int, list[Change]]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {}
    for street_id, some in changes.items():
        found.setdefault(_place(case, street_id), []).extend(some)
    return found


def _municipality(session: Session, case: FoundingCase) -> AreaStreet:
    houses = (
        select(Dwelling.street_id, func.count().label("known"))
        .where(Dwelling.is_active)
        .group_by(Dwelling.street_id)
        .subquery()
    )
    dwellings = session.scalar(
        select(func.sum(func.coalesce(houses.c.known, Street.dwelling_count)))
        .outerjoin(houses, houses.c.street_id == Street.id)
        .where(Street.authority_id == case.municipality_id, Street.is_active)
    )
    return AreaStreet(WHOLE, describe_area(Scope.MUNICIPALITY, case.municipality.name, ())[0], dwellings or 0, None)


def _area(session: Session, case: FoundingCase) -> tuple[tuple[AreaStreet, ...], tuple[Segment, ...]]:
    if case.area.scope == Scope.MUNICIPALITY:
        return (_municipality(session, case),), ()
    segments = segments_of(session, case.area_id)
    streets = session.scalars(
        select(Street)
        .where(Street.id.in_(select(StreetSegment.street_id).where(StreetSegment.area_id == case.area_id)))
        .order_by(Street.name, Street.id)
    ).all()
    houses = _houses(session, segments)
    numbers = {street_id: [number for number, _ in rows] for street_id, rows in houses.items()}
    found = tuple(
        AreaStreet(
            street.id,
            plain_name(street.name),
            count_dwellings([s for s in segments if s.street == street.id], numbers,
                            {street.id: street.dwelling_count}).count,
            _middle([place for _, place in houses.get(street.id, ()) if place is not None]),
        )
        for street in streets
    )  # fmt: skip
    return found, segments


def _houses(session: Session, segments: Sequence[Segment]) -> dict[int, list[tuple[int, Point | None]]]:
    """Per street the house number and place of each dwelling; of streets with houses all that are known."""
    rows = session.execute(
        select(Dwelling.street_id, Dwelling.number, Dwelling.latitude, Dwelling.longitude).where(
            Dwelling.street_id.in_({segment.street for segment in segments}), Dwelling.is_active
        )
    )
    houses: dict[int, list[tuple[int, Point | None]]] = {}
    for street_id, number, latitude, longitude in rows:
        place = (latitude, longitude) if latitude is not None and longitude is not None else None
        houses.setdefault(street_id, []).append((number, place if is_in_area(segments, street_id, number) else None))
    return houses


def _middle(places: Sequence[Point]) -> Point | None:
    return (fmean(p[0] for p in places), fmean(p[1] for p in places)) if places else None


def _changes(session: Session, case_id: int, until: datetime) -> dict[int, list[Change]]:
    rows = session.execute(
        select(Voice.street_id, Voice.counted_at, Voice.ended_at).where(
            Voice.case_id == case_id, Voice.choice == "for", Voice.counted_at < until
        )
    )
    changes: dict[int, list[Change]] = {}
    for street_id, counted_at, ended_at in rows:
        assert counted_at is not None  # asked above
        changes.setdefault(street_id, []).append((counted_at, 1))
        if ended_at is not None and ended_at < until:
            changes[street_id].append((ended_at, -1))
    return changes


def is_scan_of_sheet(session: Session, upload_id: int) -> bool:
    """Whether this file is a paper support sheet, with its names."""
    return session.scalar(select(SupportSheet.id).where(SupportSheet.upload_id == upload_id).limit(1)) is not None


def _sheets(session: Session, case_id: int) -> tuple[SheetLine, ...]:
    rows = session.execute(
        select(SupportSheet, Upload, select(func.count()).where(Voice.sheet_id == SupportSheet.id).scalar_subquery())
        .join(Upload, Upload.id == SupportSheet.upload_id)
        .where(SupportSheet.case_id == case_id)
        .order_by(SupportSheet.number)
    )
    return tuple(SheetLine(*row) for row in rows)
