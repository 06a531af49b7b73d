"""`binstart journal event-log`: the journals of a municipality or zone as one file for process mining."""

import secrets
from pathlib import Path

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import Session

from binstart.preparing import CannotStart
from models.authority import Authority
from models.case import FoundingCase
from models.queries.insight.mining import FORMATS, stream_journals
from models.rules.mining import SHORTEST_SALT, Pseudonyms


def write_event_log(engine: Engine, authority: str, form: str, file: Path, *, with_numbers: bool) -> str:
    """Write the file, and return what was done as a line for people. `authority` is its name, slug or NIS code.

    The file gets its name when it is whole: half a log looks like one in which people did nothing. Raises CannotStart
    with the reason when nothing was written.
    """
    if form not in FORMATS:
        raise CannotStart(f"the format is one of: {', '.join(FORMATS)}")
    with Session(engine) as session:
        id_, name = _authority(session, authority)
    where = or_(FoundingCase.municipality_id == id_, FoundingCase.zone_id == id_)
    pseudonyms = Pseudonyms(secrets.token_bytes(SHORTEST_SALT))
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as out:
            for piece in stream_journals(engine, where, form, pseudonyms, with_numbers=with_numbers):
                out.write(piece)
        unfinished.replace(file)
    except OSError as error:
        raise CannotStart(f"{file} can't be written: {error.strerror}") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return f"{file}: the journals of {name}, {file.stat().st_size:,} bytes"


def _authority(session: Session, wanted: str) -> tuple[int, str]:
    named = or_(
        func.lower(Authority.name) == wanted.lower(), Authority.slug == wanted.lower(), Authority.nis_code == wanted
    )
    found = session.execute(select(Authority.id, Authority.name, Authority.slug).where(named)).all()
    if not found:
        known = ", ".join(session.scalars(select(Authority.name).order_by(Authority.name))) or "none yet"
        raise CannotStart(f"no municipality or zone is called {wanted}; known are: {known}")
    if len(found) > 1:
        raise CannotStart(f"several are called {wanted}; say which: {', '.join(sorted(one.slug for one in found))}")
    return found[0].id, found[0].name
