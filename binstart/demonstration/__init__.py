"""The demonstration: an invented zone of two municipalities with streets, people, networks and cases in every stage."""

from datetime import timedelta

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from binstart.demonstration.authorities import make_authorities
from binstart.demonstration.foundings import make_foundings
from binstart.demonstration.networks import make_networks
from binstart.demonstration.people import PASSWORD, TOTP_SECRET, account_lines, make_people
from models.authority import Authority
from models.clock import present
from models.database import mark_as_writing
from models.operations.cases.summing_up import sum_up_all
from models.outbox import OutboxEntry
from models.settings import Settings

__all__ = ["PASSWORD", "TOTP_SECRET", "account_lines", "fill", "fill_when_empty"]

PAUSE_BETWEEN_CASES = timedelta(seconds=8)


def fill_when_empty(engine: Engine, settings: Settings) -> None:
    """Fill an empty database in one transaction; a database that holds anything stays as it is."""
    with Session(engine) as session:
        mark_as_writing(session)
        if session.scalars(select(Authority.id).limit(1)).first() is None:
            fill(session)
            session.commit()


def fill(session: Session) -> None:
    """Make the whole demonstration. Its cases began in the months before now and took only legal steps."""
    now = present(session)
    zone = make_authorities(session, now.date())
    people = make_people(session, zone, now)
    make_networks(session, zone)
    make_foundings(session, zone, people, now)
    sum_up_all(session, now)
    _spread_the_work(session)


def _spread_the_work(session: Session) -> None:
    """One piece of work per case, one after the other: months of letters and mails must not keep what a visitor does
    in the first minute waiting. One run of a flow catches up with a whole case."""
    newest = session.scalars(select(func.max(OutboxEntry.id)).group_by(OutboxEntry.case_id)).all()
    session.execute(delete(OutboxEntry).where(OutboxEntry.id.not_in(newest)))
    entries = session.scalars(select(OutboxEntry).order_by(OutboxEntry.id.desc())).all()
    for number, entry in enumerate(entries):
        entry.available_at += number * PAUSE_BETWEEN_CASES
