"""The launch kit: its texts edited around the facts, planned for a moment, and approved by municipality and police.

One source, one approval: every change makes a next version of the whole kit, and what was approved before lapses (bad
story: the police approve a press release, and another sentence goes to the papers).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.clock import BELGIUM, day_of
from models.launch_kit import LaunchKit, LaunchKitApproval, LaunchKitVersion
from models.operations.cases.acting import lock_case, proceed, record, written
from models.queries.cases.facts import settings_of
from models.queries.cases.private_names import private_names
from models.queries.launches.launch_kits import is_open, kit_approvals, kit_of, last_kit_version, versions_of
from models.queries.records.launch import decision_of
from models.rules.access import PERMISSIONS, Actor, function_on
from models.rules.languages import SOURCE
from models.rules.launch_kit import PARTIES, PIECES, changed_facts, check_piece, missing_facts
from models.rules.launch_kit_texts import standard_texts, texts_in
from models.rules.names import first_named
from models.rules.procedure_settings import ProcedureSettings
from models.rules.refusals import GateNotMet, Invalid, NotAllowed, Stale

# The facts of the kit as they are now, in words: written by who calls.
FactsNow = Callable[[Session, FoundingCase, LaunchKit], dict[str, str]]

CHANGED = "Iemand anders paste deze tekst intussen aan. Lees eerst wat er nu staat."
SENT = "De lanceringskit is al verstuurd en verandert niet meer."
NOT_NOW = "De lanceringskit wordt gemaakt in de fase lancering, en kan daarna nog tot ze verstuurd is."
MOST_PRESS = 40  # addresses of paper and press
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class TakenKit:
    """A kit under the lock of its case, with in which function somebody acts."""

    case: FoundingCase
    settings: ProcedureSettings
    function: str
    kit: LaunchKit

    @property
    def language(self) -> str:
        """In which it is written: that of the documents of its case."""
        return self.case.document_language


def take_kit(session: Session, case_id: int, permission: str, by: Actor) -> TakenKit:
    """Lock the case and check that `by` may do this with its kit now. A kit that nobody began yet begins here.

    Raises NotAllowed, GateNotMet (not in this stage) and Stale (it was sent).
    """
    case = lock_case(session, case_id)
    roles = PERMISSIONS[permission]
    function = "" if isinstance(roles, str) else function_on(by, case.place, roles)
    if not function or by.person_id is None:
        raise NotAllowed("no_role", "Uw functie laat dit niet toe.")
    kit = kit_of(session, case)
    require_open(session, case, kit)
    if kit not in session:
        session.add(kit)
        session.flush()
    return TakenKit(case, settings_of(case), function, kit)


def require_open(session: Session, case: FoundingCase, kit: LaunchKit) -> None:
    """Raises Stale when the kit was sent, GateNotMet in another stage."""
    if kit.sent_at is not None:
        raise Stale("kit_sent", SENT)
    if not is_open(session, case, kit):
        raise GateNotMet("wrong_stage", NOT_NOW)


def edit_piece(session: Session, case_id: int, by: Actor, at: datetime, facts_now: FactsNow, *, piece: str, text: str,
               version: int = 0) -> None:  # fmt: skip
    """Give one piece other words. `version`: the one that the writer started from.

    Raises Stale (somebody else changed this piece meanwhile) and Invalid (models.rules.launch_kit.check_piece; a
    private person is named).
    """
    taken = take_kit(session, case_id, "edit_launch_kit", by)
    if piece not in PIECES:
        raise Invalid("unknown_piece", "Deze tekst bestaat niet.", "text")
    present = texts_of(session, taken.kit, taken.language)
    _require_as_read(session, taken, piece, version, present)
    typed = written((text or "").replace("\r\n", "\n"), "text")
    if typed == present[piece]:
        raise Invalid("nothing_changed", "U hebt nog niets veranderd.", "text")
    facts = facts_now(session, taken.case, taken.kit)
    check_piece(PIECES[piece], typed, facts, taken.language)
    if name := first_named(typed, private_names(session, case_id)):
        raise Invalid("private_name", f"Hier staat de naam van een bewoner ({name}). Deze tekst wordt publiek.", "text")
    write_version(session, taken, {**present, piece: typed}, facts, PIECES[piece].name, by, at)
    proceed(session, taken.case, taken.settings, at)


def restore_piece(session: Session, case_id: int, by: Actor, at: datetime, facts_now: FactsNow, *, piece: str,
                  version: int = 0) -> None:  # fmt: skip
    """Back to the standard words of one piece. Raises Stale as for an edit."""
    taken = take_kit(session, case_id, "edit_launch_kit", by)
    present = texts_of(session, taken.kit, taken.language)
    _require_as_read(session, taken, piece, version, present)
    standard = standard_texts(taken.language)
    if present.get(piece) == standard.get(piece):
        raise Stale("is_standard", "Deze tekst heeft al de standaardwoorden.")
    facts = facts_now(session, taken.case, taken.kit)
    what = f"{PIECES[piece].name}, standaardtekst"
    write_version(session, taken, {**present, piece: standard[piece]}, facts, what, by, at)
    proceed(session, taken.case, taken.settings, at)


def plan_kit(session: Session, case_id: int, by: Actor, at: datetime, facts_now: FactsNow, *, send_at: datetime,
             active_on: date | None = None, press: str = "") -> None:  # fmt: skip
    """Say when the kit leaves, from which day the network is active (until the police decided) and to which papers.

    Another moment or day is another version: both stand in the texts. Raises Invalid at the field.
    """
    taken = take_kit(session, case_id, "edit_launch_kit", by)
    kit, decision = taken.kit, decision_of(session, taken.case, taken.kit.round)
    if send_at <= at:
        raise Invalid("in_the_past", "Kies een moment dat nog komt.", "send_at")
    if decision is None and active_on is None:
        raise Invalid("missing_day", "Vul in vanaf welke dag het netwerk actief is.", "active_on")
    if decision is None and active_on is not None and active_on < day_of(at):
        raise Invalid("in_the_past", "Kies vandaag of een latere dag.", "active_on")
    kit.press = _addresses(press)
    is_moved = kit.send_at != send_at
    kit.send_at, kit.active_on = send_at, active_on if decision is None else kit.active_on
    if is_moved:
        moment = f"{send_at.astimezone(BELGIUM):%d/%m/%Y om %H.%M} uur"
        record(session, taken.case, "launch_kit:planned", by, at, taken.function, planned_for=moment)
    facts = facts_now(session, taken.case, kit)
    present = last_kit_version(session, kit)
    if present is None or is_moved or dict(present.facts) != facts:
        write_version(session, taken, texts_of(session, kit, taken.language), facts, "moment en feiten", by, at)
    proceed(session, taken.case, taken.settings, at)


def unplan_kit(session: Session, case_id: int, by: Actor, at: datetime) -> None:
    """Take the moment away: nothing is sent until there is another one, and approvals lapse. Raises Stale when there is
    none (any more)."""
    taken = take_kit(session, case_id, "edit_launch_kit", by)
    if taken.kit.send_at is None:
        raise Stale("not_planned", "Er is geen moment meer om te versturen.")
    taken.kit.send_at = None
    record(session, taken.case, "launch_kit:unplanned", by, at, taken.function)
    present = last_kit_version(session, taken.kit)
    if present is not None:
        write_version(session, taken, dict(present.texts), dict(present.facts), "zonder moment", by, at)
    proceed(session, taken.case, taken.settings, at)


def renew_facts(session: Session, case_id: int, by: Actor, at: datetime, facts_now: FactsNow) -> None:
    """Take over the facts as they are now. Raises Stale when nothing is different."""
    taken = take_kit(session, case_id, "edit_launch_kit", by)
    present, facts = last_kit_version(session, taken.kit), facts_now(session, taken.case, taken.kit)
    if present is None or dict(present.facts) == facts:
        raise Stale("same_facts", "De feiten zijn al die van nu.")
    write_version(session, taken, texts_of(session, taken.kit, taken.language), facts, "feiten vernieuwd", by, at)
    proceed(session, taken.case, taken.settings, at)


def approve_kit(session: Session, case_id: int, by: Actor, at: datetime, facts_now: FactsNow, *, party: str,
                version: int) -> None:  # fmt: skip
    """One of the two approvals of the whole kit in this version; with the second one its documents are made.

    Raises Stale (another version), NotAllowed (the same person for both) and GateNotMet (something is missing).
    """
    taken = take_kit(session, case_id, f"approve_launch_kit_as_{party}", by)
    kit, present = taken.kit, last_kit_version(session, taken.kit)
    if present is None or kit.send_at is None:
        raise GateNotMet("not_planned", "Dit kan nog niet. Vul eerst in wanneer de kit vertrekt.")
    if present.version != version:
        raise Stale("kit_changed", f"De kit is intussen aangepast. Lees eerst versie {present.version}.")
    given = kit_approvals(session, present.id)
    if party in given:
        raise Stale("kit_approved", f"Deze versie is al goedgekeurd namens {PARTIES[party]}.")
    if any(one.given_by_id == by.person_id for one in given.values()):
        raise NotAllowed("both_parties", "U keurde de kit al goed voor de andere partij. Iemand anders doet dit.")
    _require_fit(session, taken, present, facts_now, at)
    session.add(LaunchKitApproval(version_id=present.id, party=party, given_by_id=by.person_id,
                                  function=taken.function, given_at=at))  # fmt: skip
    session.flush()
    record(session, taken.case, "launch_kit_approval:given", by, at, taken.function, version=version, party=party,
           party_named=PARTIES[party])  # fmt: skip
    if {*given, party} == PARTIES.keys():
        kit.approved_at = at
        record(session, taken.case, "launch_kit:approved", by, at, taken.function, version=version,
               version_id=present.id, kit_round=kit.round)  # fmt: skip
    proceed(session, taken.case, taken.settings, at)


def _require_fit(session: Session, taken: TakenKit, present: LaunchKitVersion, facts_now: FactsNow,
                 at: datetime) -> None:  # fmt: skip
    assert taken.kit.send_at is not None
    if taken.kit.send_at <= at:
        raise GateNotMet("moment_passed", "Het moment om te versturen is voorbij. Kies eerst een ander moment.")
    if missing := missing_facts(present.texts, present.facts):
        raise GateNotMet("missing_facts", f"Dit kan nog niet. Nog niet bekend: {missing[0]}.")
    if changed := changed_facts(present.facts, facts_now(session, taken.case, taken.kit)):
        raise GateNotMet("facts_changed", f"Dit is intussen anders: {changed[0]}. Vernieuw eerst de feiten van de kit.")


def texts_of(session: Session, kit: LaunchKit, language: str = SOURCE) -> dict[str, str]:
    """The texts of the last version, or the standard words in the language of the case."""
    present = last_kit_version(session, kit)
    return texts_in(language, present.texts if present is not None else {})


def write_version(session: Session, taken: TakenKit, texts: Mapping[str, str], facts: Mapping[str, str], what: str,
                  by: Actor, at: datetime) -> None:  # fmt: skip
    """Keep the next version. Who approved the one before hears that it no longer holds."""
    kit, before = taken.kit, last_kit_version(session, taken.kit)
    number = before.version + 1 if before is not None else 1
    session.add(LaunchKitVersion(kit_id=kit.id, version=number, texts=dict(texts), facts=dict(facts),
                                 written_by_id=by.person_id, function=taken.function, written_at=at))  # fmt: skip
    kit.approved_at = None
    session.flush()
    record(session, taken.case, "launch_kit:edited", by, at, taken.function, what=what, version=number)
    for party, approval in (kit_approvals(session, before.id) if before is not None else {}).items():
        told = [approval.given_by_id] if approval.given_by_id != by.person_id else []
        record(session, taken.case, "launch_kit_approval:voided", by, at, taken.function, version=number - 1,
               now=number, party=party, party_named=PARTIES[party], colleague_ids=told)  # fmt: skip


def _require_as_read(session: Session, taken: TakenKit, piece: str, version: int, present: Mapping[str, str]) -> None:
    """Raises Stale when somebody else changed this piece after the version that the writer started from."""
    last = last_kit_version(session, taken.kit)
    if last is None or last.version == version:
        return
    versions = {one.version: one.texts for one in versions_of(session, taken.kit)}
    if texts_in(taken.language, versions.get(version, {})).get(piece) != present.get(piece):
        raise Stale("piece_changed", CHANGED)


def _addresses(typed: str) -> list[str]:
    """The mail addresses of paper and press, each once."""
    found = list(dict.fromkeys(one.strip().lower() for one in typed.replace(",", "\n").split("\n") if one.strip()))
    if len(found) > MOST_PRESS:
        raise Invalid("too_many", f"Hoogstens {MOST_PRESS} adressen.", "press")
    for one in found:
        name, _at, place = one.partition("@")
        if not name or "." not in place or " " in one or len(one) > LONGEST_ADDRESS:
            raise Invalid("no_address", f"‘{one[:80]}’ is geen mailadres.", "press")
    return found
