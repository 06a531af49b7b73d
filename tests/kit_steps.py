"""Steps with a launch kit: its facts, and a kit that is planned and approved."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.filling.launch import kit_facts
from models.case import FoundingCase
from models.clock import day_of
from models.launch_kit import LaunchKit, LaunchQuote
from models.operations.accounts.signing_in import Mail
from models.operations.launches import launch_kits, launching, quoting
from models.queries.launches.launch_kits import kit_of, last_kit_version
from models.queries.records.launch import kit_facts_record
from models.rules.access import Role
from models.rules.procedure_settings import LAUNCH_ITEMS
from models.settings import settings
from tests.factories import Place, acting, later

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF


def facts_now(session: Session, case: FoundingCase, kit: LaunchKit) -> dict[str, str]:
    """The facts of the kit in words."""
    return kit_facts(kit_facts_record(session, case, kit, settings().base_url, day_of(later(case))))


def version_of(session: Session, case: FoundingCase) -> int:
    """The number of the last version; 0: there is none."""
    found = last_kit_version(session, kit_of(session, case))
    return found.version if found else 0


def plan(session: Session, place: Place, case: FoundingCase, at: datetime | None = None, *, days: int = 10,
         press: str = "") -> datetime:  # fmt: skip
    """Plan it over some days. Returns the moment."""
    at = at or later(case)
    send_at = at + timedelta(days=days)
    launch_kits.plan_kit(session, case.id, acting(session, place.people[D], at), at, facts_now, send_at=send_at,
                         active_on=day_of(send_at), press=press)  # fmt: skip
    return send_at


def edit(session: Session, place: Place, case: FoundingCase, piece: str, text: str, role: Role = D,
         version: int | None = None) -> None:  # fmt: skip
    """Give a piece other words."""
    launch_kits.edit_piece(
        session, case.id, acting(session, place.people[role], later(case)), later(case), facts_now, piece=piece,
        text=text, version=version_of(session, case) if version is None else version,
    )  # fmt: skip


def approve(session: Session, place: Place, case: FoundingCase, *roles: Role) -> None:
    """Approve the last version, each for their side."""
    for role in roles:
        party = "municipality" if role in (D, M) else "police"
        by = acting(session, place.people[role], later(case))
        launch_kits.approve_kit(session, case.id, by, later(case), facts_now, party=party,
                                version=version_of(session, case))  # fmt: skip


def decide(session: Session, place: Place, case: FoundingCase, *, at: datetime | None = None, days: int = 10) -> None:
    """All points are in order, and the police decide that the network is active `days` later."""
    at = at or later(case)
    for item in LAUNCH_ITEMS:
        launching.check_launch_item(session, case.id, acting(session, place.people[D], at), at, item=item)
    day = day_of(at + timedelta(days=days))
    launching.decide_launch(session, case.id, acting(session, place.people[C], at), at, active_on=day,
                            how_to_join="Via de coördinator.")  # fmt: skip


def written(kind: str, case: FoundingCase, texts: Mapping[str, str], facts: Mapping[str, str]) -> Mail:
    """A mail of the kit in few words."""
    return Mail(kind, f"{facts['netwerk']}: {texts['mail']}")


def ask(session: Session, place: Place, case: FoundingCase, role: Role = D) -> LaunchQuote:
    """Ask the mayor for a quote."""
    by = acting(session, place.people[role], later(case))
    return quoting.ask_quote(session, case.id, by, later(case), name="Maria Burgemeester",
                             capacity="burgemeester van Oosterbeke", email="maria@oosterbeke.example")  # fmt: skip


def asked(session: Session) -> LaunchQuote:
    """The last question for a quote."""
    return session.scalars(select(LaunchQuote).order_by(LaunchQuote.id.desc()).limit(1)).one()
