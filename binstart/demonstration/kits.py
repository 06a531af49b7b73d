"""The launch kit of a demonstration case: words of its own, a quote, a moment, and the approval of the police."""

from datetime import timedelta

from sqlalchemy.orm import Session

from binstart.demonstration.walking import CHIEF, DESK, MAYOR, Walk
from documents.filling.launch import kit_facts
from models.case import FoundingCase
from models.clock import day_of, present
from models.launch_kit import LaunchKit
from models.operations.launches import launch_kits, quoting
from models.queries.launches.launch_kits import kit_of, last_kit_version
from models.queries.records.launch import kit_facts_record
from models.settings import settings

POST = "Goed nieuws voor onze buurt: vanaf {{datum}} is {{netwerk}} actief. Lees hoe u lid wordt: {{link}}"
SAID = "Buren die elkaar kennen, letten op elkaar. Daar zijn wij blij mee."


def prepare_kit(walk: Walk) -> None:
    """A kit that waits for the approval of the municipality."""
    session, case, at, town = walk.session, walk.case, walk.at, walk.idea.town
    desk, ahead = walk.by(DESK[town]), present(session) + timedelta(days=21)
    send_at = ahead.replace(minute=0, second=0, microsecond=0)
    launch_kits.edit_piece(session, case.id, desk, at, _facts_now, piece="post_1", text=POST)
    quoting.enter_quote(session, case.id, desk, at, _facts_now, name=walk.by(MAYOR[town]).name,
                        capacity=f"burgemeester van {town}", text=SAID, way="mail")  # fmt: skip
    launch_kits.plan_kit(session, case.id, desk, at, _facts_now, send_at=send_at,
                         active_on=day_of(ahead + timedelta(days=2)), press="redactie@infoblad.example")  # fmt: skip
    version = last_kit_version(session, kit_of(session, case))
    assert version is not None
    launch_kits.approve_kit(session, case.id, walk.by(CHIEF), at, _facts_now, party="police", version=version.version)


def _facts_now(session: Session, case: FoundingCase, kit: LaunchKit) -> dict[str, str]:
    return kit_facts(kit_facts_record(session, case, kit, settings().base_url, day_of(present(session))))
