"""The launch kit leaves at its moment: mails to who supported the founding and to the press, each once.

Everything of one kit is planned in one transaction: a worker that dies before has sent nothing, one that dies after has
sent all. What was approved is what leaves: where a fact that matters changed meanwhile, or the police decided nothing
yet, it is held and desk and police hear why (bad story: the papers print a day that the police moved).
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.journal import JournalEntry
from models.launch_kit import LaunchKit, LaunchKitVersion
from models.operations.accounts.signing_in import Mail
from models.operations.cases.acting import lock_case, proceed, record
from models.operations.effects.planning_effects import plan_effects
from models.operations.evenings.inviting_by_mail import people_who_asked
from models.operations.launches.launch_kits import FactsNow
from models.outbox import Effect
from models.queries.cases.facts import settings_of
from models.queries.launches.launch_kits import document_version, is_due, kit_of, last_kit_version
from models.queries.records.launch import decision_of
from models.rules.access import SYSTEM
from models.rules.languages import told_language
from models.rules.launch_kit import changed_facts

# Gets which mail, and the texts and facts of the approved version.
WriteKitMail = Callable[[str, FoundingCase, Mapping[str, str], Mapping[str, str]], Mail]
SUPPORTER, PRESS = "supporter", "press"
FOR_PRESS = ("press_release", "paper_news")  # the documents that go along

NO_DECISION = "de politie besliste nog niet over de lancering"


def send_kit(session: Session, case_id: int, at: datetime, facts_now: FactsNow, write: WriteKitMail) -> int:
    """Plan all mails of a kit whose moment has come. Returns how many; 0: there is nothing to send, or it is held."""
    case = lock_case(session, case_id)
    kit = kit_of(session, case)
    present = last_kit_version(session, kit) if kit in session else None
    if present is None or not is_due(case, kit, at):
        return 0
    if obstacle := _obstacle(session, case, kit, present, facts_now):
        _hold(session, case, kit, present, obstacle, at)
        return 0
    plan_effects(session, case_id, at)  # its documents go along with the mails
    kit.sent_at = at
    supporters = _mails_to_supporters(session, case, kit, present, write)
    press = _mails_to_press(session, case, kit, present, write)
    session.add_all([*supporters, *press])
    record(session, case, "launch_kit:sent", SYSTEM, at, version=present.version, people=len(supporters),
           press=len(press))  # fmt: skip
    proceed(session, case, settings_of(case), at)
    return len(supporters) + len(press)


def _obstacle(session: Session, case: FoundingCase, kit: LaunchKit, present: LaunchKitVersion,
              facts_now: FactsNow) -> str:  # fmt: skip
    if decision_of(session, case, kit.round) is None:
        return NO_DECISION
    changed = changed_facts(present.facts, facts_now(session, case, kit))
    return f"dit is anders dan wat goedgekeurd werd: {', '.join(changed)}" if changed else ""


def _hold(session: Session, case: FoundingCase, kit: LaunchKit, present: LaunchKitVersion, obstacle: str,
          at: datetime) -> None:  # fmt: skip
    """Tell why nothing leaves, once for each obstacle of each version."""
    told = session.scalars(
        select(JournalEntry).where(JournalEntry.case_id == case.id, JournalEntry.event == "launch_kit:held")
    )
    if any(one.data["version_id"] == present.id and one.data["obstacle"] == obstacle for one in told):
        return
    record(session, case, "launch_kit:held", SYSTEM, at, version=present.version, version_id=present.id,
           obstacle=obstacle)  # fmt: skip
    proceed(session, case, settings_of(case), at)


def _mails_to_supporters(session: Session, case: FoundingCase, kit: LaunchKit, present: LaunchKitVersion,
                         write: WriteKitMail) -> list[Effect]:  # fmt: skip
    """One mail per address, without an address in its key: keys stay."""
    people = people_who_asked(session, case.id)
    mail = write(SUPPORTER, case, present.texts, present.facts) if people else None
    return [_effect(f"launch_kit:{one.rows[0]}:{kit.id}", one.email, mail, case) for one in people if mail]


def _mails_to_press(session: Session, case: FoundingCase, kit: LaunchKit, present: LaunchKitVersion,
                    write: WriteKitMail) -> list[Effect]:  # fmt: skip
    if not kit.press:
        return []
    mail = write(PRESS, case, present.texts, present.facts)
    version = document_version(kit, present.version)
    documents = session.execute(
        select(Effect.key, Effect.payload).where(Effect.case_id == case.id, Effect.kind == "document")
    ).all()
    attached = [key for key, plan in documents if plan.get("document") in FOR_PRESS and plan.get("version") == version]
    return [
        _effect(f"launch_kit_press:{kit.id}:{number}", address, mail, case, attached)
        for number, address in enumerate(kit.press)
    ]


def _effect(key: str, to: str, mail: Mail, case: FoundingCase, attached: list[str] | None = None) -> Effect:
    """A mail that belongs to no case: no list shows to whom it went, and its text is erased once it left."""
    payload = {"to": to, "subject": mail.subject, "text": mail.text, "facts": {"reply_to": case.municipality.email},
               "attached": attached or [], **told_language(case.document_language)}  # fmt: skip
    return Effect(key=key, kind="mail", case_id=None, payload=payload)
