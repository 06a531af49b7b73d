"""Take the streets and dwellings of a municipality over from an address file (BeSt, CRAB), as often as one likes.

What the file no longer names becomes inactive and is never deleted: cases refer to it. When more than 5% would go, the
file is most likely a wrong or broken one, and nothing happens unless it is forced.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.address import AddressImport, Dwelling, Street
from models.authority import Authority
from models.operations.networks.outlining import keep_outlines
from models.operations.streets.comparing_streets import (
    Counts,
    ImportPlan,
    dwelling_rows,
    match_dwellings,
    match_streets,
)
from models.operations.streets.former_street_names import keep_former_names
from models.operations.streets.gathering_streets import gather_streets
from models.operations.streets.reading_address_files import open_address_file
from models.rules.refusals import Invalid, Refused
from models.rules.streets import normalise_street_name

BATCH = 5_000
MOST_GONE = 0.05


class TooManyGone(Refused):
    """The file lacks so much of what we have that it is probably the wrong file."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do (`import_id` is None after a dry run). `dropped`: see gather_streets, and
    `malformed` for lines with a wrong number of columns."""

    shape: str
    rows_read: int
    streets: Counts
    dwellings: Counts
    dropped: Mapping[str, int]
    import_id: int | None


def import_streets(
    session: Session, authority_id: int, file: Path, *, source: str, licence: str, on: date,
    source_date: date | None = None, postcodes: frozenset[str] = frozenset(), dry_run: bool = False,
    force: bool = False,
) -> ImportReport:  # fmt: skip
    """Import one municipality's streets. `postcodes` limits the import; files that name no municipality need it.

    A file of streets without dwellings leaves the dwellings as they are. Raises Invalid (`unreadable_file`,
    `unknown_header`, `postcodes_needed`, `no_rows`) and TooManyGone (`too_many_gone`). The caller commits.
    """
    municipality = session.get_one(Authority, authority_id)
    with open_address_file(file, _Wanted(municipality, postcodes)) as opened:
        if not opened.names_municipalities and not postcodes:
            sentence = "Dit bestand zegt niet in welke gemeente een straat ligt: geef de postcodes van de gemeente op."
            raise Invalid("postcodes_needed", sentence, "postcodes")
        gathered = gather_streets(opened.rows, opened.shape.has_dwellings, opened.dropped)
    if not gathered:
        raise Invalid("no_rows", f"In {file.name} staat geen enkele straat van {municipality.name}.", "file")
    known = _known_streets(session, authority_id, postcodes)
    plan = ImportPlan(authority_id, opened.shape.has_dwellings, _known_by_house(session, authority_id))
    match_streets(plan, gathered, known)
    if plan.has_dwellings:
        match_dwellings(plan, _known_dwellings(session, authority_id, postcodes))
    if not force:
        _refuse_too_many_gone(plan)
    import_id = None if dry_run else _apply(session, plan, source, licence, source_date, on)
    return ImportReport(
        opened.shape.name, opened.read, plan.street_counts, plan.dwelling_counts, dict(opened.dropped), import_id
    )


class _Wanted:
    """Tells which rows are of this municipality; remembers its answers, for a file has millions of rows."""

    def __init__(self, municipality: Authority, postcodes: frozenset[str]) -> None:
        self._nis = (municipality.nis_code or "").lstrip("0")
        self._name = normalise_street_name(municipality.name)
        self._postcodes = postcodes
        self._answers: dict[tuple[str, str, str], bool] = {}

    def __call__(self, nis: str, name: str, postcode: str) -> bool:
        key = (nis, name, postcode)
        if key not in self._answers:
            self._answers[key] = self._is_ours(*key)
        return self._answers[key]

    def _is_ours(self, nis: str, name: str, postcode: str) -> bool:
        if self._postcodes and postcode not in self._postcodes:
            return False
        if nis and self._nis:
            return nis.lstrip("0") == self._nis
        return not name or normalise_street_name(name) == self._name


def _known_streets(session: Session, authority_id: int, postcodes: frozenset[str]) -> Sequence[Any]:
    # Plain rows: a large municipality has thousands, and the session needn't watch over them.
    columns = (
        Street.id, Street.external_id, Street.name, Street.normalised_name, Street.postcode, Street.neighbourhood,
        Street.dwelling_count, Street.is_active,
    )  # fmt: skip
    query = select(*columns).where(Street.authority_id == authority_id).order_by(Street.id)
    return session.execute(query.where(Street.postcode.in_(postcodes)) if postcodes else query).all()


def _known_by_house(session: Session, authority_id: int) -> frozenset[int]:
    houses = select(Dwelling.id).where(Dwelling.street_id == Street.id, Dwelling.is_active).exists()
    return frozenset(session.scalars(select(Street.id).where(Street.authority_id == authority_id, houses)))


def _known_dwellings(session: Session, authority_id: int, postcodes: frozenset[str]) -> Iterator[Any]:
    query = (
        select(
            Dwelling.street_id, Dwelling.number, Dwelling.suffix, Dwelling.id,
            Dwelling.external_id, Dwelling.latitude, Dwelling.longitude, Dwelling.is_active,
        )
        .join(Street, Street.id == Dwelling.street_id)
        .where(Street.authority_id == authority_id)
    )  # fmt: skip
    return iter(session.execute(query.where(Street.postcode.in_(postcodes)) if postcodes else query))


def _refuse_too_many_gone(plan: ImportPlan) -> None:
    for counts, word in ((plan.street_counts, "straten"), (plan.dwelling_counts, "woningen")):
        if counts.gone_share > MOST_GONE:
            raise TooManyGone(
                "too_many_gone",
                f"Niet in dit bestand: {counts.gone} van de {counts.active} {word} ({counts.gone_share:.0%}). "
                "Controleer of dit het juiste bestand is, of dwing de invoer af.",
            )


def _apply(session: Session, plan: ImportPlan, source: str, licence: str, source_date: date | None, on: date) -> int:
    session.flush()
    record = AddressImport(
        authority_id=plan.authority_id,
        source=source,
        licence=licence,
        source_date=source_date,
        imported_on=on,
        new_count=plan.street_counts.new + plan.dwelling_counts.new,
        changed_count=plan.street_counts.changed + plan.dwelling_counts.changed,
        gone_count=plan.street_counts.gone + plan.dwelling_counts.gone,
    )
    session.add(record)
    session.flush()
    _set(session, Street, plan.gone_streets, is_active=False)
    _set(session, Dwelling, plan.gone_dwellings, is_active=False)
    keep_former_names(session, plan.renamed_streets, record.id, on)
    for batch in _batches(plan.changed_streets):
        session.execute(update(Street), batch)
    for batch in _batches(plan.changed_dwellings):
        session.execute(update(Dwelling), batch)
    new_streets = ({**street, "import_id": record.id} for street in plan.new_streets)
    new_ids = [new for batch in _batches(new_streets) for new in _insert_streets(session, batch)]
    fresh = [street for street, street_id in plan.seen if street_id is None]
    for street, street_id in zip(fresh, new_ids, strict=True):
        plan.new_dwellings += dwelling_rows(street_id, street.dwellings)
    for batch in _batches(plan.new_dwellings):
        session.execute(insert(Dwelling), batch)
    seen = [street_id for _, street_id in plan.seen if street_id is not None]
    _set(session, Street, seen, import_id=record.id)
    session.expire_all()
    keep_outlines(session, plan.authority_id)
    return record.id


def _set(session: Session, table: type[Street] | type[Dwelling], ids: Sequence[int], **values: Any) -> None:
    for batch in _batches(ids):
        # The caller's objects are refreshed once, at the end.
        session.execute(
            update(table).where(table.id.in_(batch)).values(**values), execution_options={"synchronize_session": False}
        )


def _insert_streets(session: Session, batch: list[dict[str, Any]]) -> list[int]:
    return list(session.scalars(insert(Street).returning(Street.id, sort_by_parameter_order=True), batch))


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
