"""`binstart import-streets`: takes the streets and dwellings of one municipality over from an address file."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import Session

from binstart.preparing import CannotStart
from models.authority import Authority
from models.clock import day_of, present
from models.database import writing
from models.operations.streets.comparing_streets import Counts
from models.operations.streets.importing_streets import ImportReport, import_streets
from models.rules.refusals import Refused


def import_file(
    engine: Engine,
    file: Path,
    municipality: str,
    *,
    source: str,
    licence: str,
    source_date: date | None,
    postcodes: frozenset[str],
    dry_run: bool,
    force: bool,
) -> list[str]:
    """Import, commit, and return what happened as lines for people. `municipality` is its name, slug or NIS code.

    Raises CannotStart with the reason when nothing was imported.
    """
    with writing(engine) as session:
        try:
            report = import_streets(
                session,
                _municipality(session, municipality),
                file,
                source=source,
                licence=licence,
                on=day_of(present(session)),
                source_date=source_date,
                postcodes=postcodes,
                dry_run=dry_run,
                force=force,
            )
        except Refused as refusal:
            raise CannotStart(refusal.sentence) from None
    return _told(report)


def _municipality(session: Session, wanted: str) -> int:
    municipalities = select(Authority).where(Authority.kind == "municipality").order_by(Authority.name)
    named = or_(
        func.lower(Authority.name) == wanted.lower(), Authority.slug == wanted.lower(), Authority.nis_code == wanted
    )
    found = session.scalars(municipalities.where(named)).one_or_none()
    if found is None:
        known = ", ".join(one.name for one in session.scalars(municipalities)) or "none yet"
        raise CannotStart(f"no municipality is called {wanted}; known are: {known}")
    return found.id


def _told(report: ImportReport) -> list[str]:
    done = "imported" if report.import_id else "nothing was changed, this was a dry run"
    lines = [f"{report.shape}: {report.rows_read} rows read; {done}", _counted("streets", report.streets)]
    lines.append(_counted("dwellings", report.dwellings))
    lines += [f"left out, {reason}: {number}" for reason, number in sorted(report.dropped.items()) if number]
    return lines


def _counted(what: str, counts: Counts) -> str:
    return f"{what}: {counts.new} new, {counts.changed} changed, {counts.gone} gone, {counts.same} the same"
