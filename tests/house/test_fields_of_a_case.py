"""No page shows a field of a case to somebody who may not read it: each field that is not everybody's gets a word that
nobody else uses, every page is opened by every role, and the word is in the answers to its readers only (ASVS 8.2.3).

Fields and readers are those of the declarations in models/privacy; a field that is new there is tried by itself."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from models.attendance import Attendance
from models.ballot import Ballot
from models.case import FoundingCase
from models.case_erasure import CaseErasure
from models.database import db
from models.encryption import new_key, write_keys
from models.enrolment import Enrolment
from models.info_evening import InfoEvening
from models.mandate import Mandate
from models.measure import Measure
from models.operations.accounts.web_sessions import open_web_session
from models.operations.cases.assigning import write_note
from models.participant import Participant
from models.person import Person
from models.request import FoundingRequest
from models.rules.access import MUNICIPAL_ROLES, POLICE_ROLES, Role
from models.rules.procedure import Stage
from models.settings import settings
from models.signature import Signature
from models.succession import Succession
from models.support import SupportSheet
from tests.canaries import SEEN, Field, plant_rows, restricted, roles_of, takes_words, word, write_words
from tests.factories import acting, make_person
from tests.planted import MOMENT, plant
from tests.town import OTHER_WORDS, Town, founded
from webapp.clock import real_now

WORDS = OTHER_WORDS | {
    "text_kind": "mails", "public_number": "OOS-2026-0001", "position": "0", "slug": "oosterbeke", "stage": "idea",
    "fingerprint": "0" * 64, "token": "x", "key": "x", "provider_name": "x", "kind": "charter",
    "filename": "binstart.css", "section": "area",
}  # fmt: skip
UNKNOWN = 999_999
NOTE_OF_POLICE, NOTE_OF_MUNICIPALITY = 9001, 9002
CASE_ROLES = (Role.STEERING_GROUP_MEMBER, Role.COORDINATOR, Role.DEPUTY_COORDINATOR)
OUTSIDE = ("stranger", "nobody", "administrator")


@dataclass
class Tried:
    """What was written where, and what everybody read. `read`: who read which word at which pages."""

    fields: list[Field]
    written: set[str] = field(default_factory=set)
    read: dict[int, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    failed: set[str] = field(default_factory=set)
    pages: int = 0
    sheets: dict[str, int] = field(default_factory=dict)  # a support sheet of each case


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    fields = [one for one in restricted() if takes_words(one) and one.table != "note"]
    found = Tried(fields)
    with founded(tmp_path_factory.mktemp("fields")) as town:
        write_keys(settings().keys_file, [new_key()])
        for number, _other in town.pairs[:3]:
            browsers = _prepare(town, number, found)
            for person, browser in browsers.items():
                if number != town.pairs[2][0] and person in OUTSIDE:
                    continue
                _walk(town, number, person, browser, found)
        yield found


def _prepare(town: Town, number: str, found: Tried) -> dict[str, FlaskClient]:
    """Words in all fields of this case, and somebody with each role and no other."""
    with town.app.app_context():
        session = db.session()
        case = session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one()
        people = _people(session, town, case)
        for role, of in ((Role.MANDATED_OFFICER, NOTE_OF_POLICE), (Role.DESK_OFFICER, NOTE_OF_MUNICIPALITY)):
            by = acting(session, town.here.people[role], real_now())
            write_note(session, case.id, by, real_now(), text=word(of))
        plant_rows(session, case.id, [one.table for one in found.fields], real_now())
        found.sheets[number] = session.scalars(select(SupportSheet.id).where(SupportSheet.case_id == case.id)).one()
        _complete(session, town, case)
        # The charter of the town has a signature without its day: it could not be printed.
        session.execute(
            update(Signature).where(Signature.signed_on.is_(None)).values(signed_on=MOMENT.date(), signed_at=MOMENT)
        )
        found.written |= write_words(session, case.id, found.fields)
        tokens = {role: open_web_session(session, person_id, "link", real_now()) for role, person_id in people.items()}
        session.commit()
    browsers = {"nobody": town.app.test_client()}
    for role, token in tokens.items():
        browsers[role] = town.app.test_client()
        with browsers[role].session_transaction() as cookie:
            cookie["token"] = token
    return browsers


def _complete(session: Session, town: Town, case: FoundingCase) -> None:
    """What a page needs to show some fields: a suffix stands behind a number, a reason beside what it is given for."""
    home = {"street_id": town.here.streets[0].id, "house_number": 3}
    for model in (Enrolment, Attendance, Participant):
        session.execute(update(model).values(**home))
    appealed = {
        "appeal_until_on": MOMENT.date(), "appeal_sent_on": MOMENT.date(), "appeal_channel": "mail",
        "appeal_state": "upheld", "appeal_body": "x", "appeal_decided_on": MOMENT.date(),
    }  # fmt: skip
    session.execute(update(Measure).where(Measure.case_id == case.id).values(at_once=True, **appealed))
    session.execute(update(Ballot).where(Ballot.case_id == case.id).values(state="closed"))
    session.execute(update(CaseErasure).where(CaseErasure.case_id == case.id).values(held_until=date(2099, 1, 1)))
    if case.stage == Stage.CHARTER:
        session.execute(update(Succession).where(Succession.case_id == case.id).values(appointed_at=MOMENT))
        session.execute(update(InfoEvening).where(InfoEvening.case_id == case.id).values(state="cancelled"))
    session.execute(update(InfoEvening).where(InfoEvening.case_id == case.id).values(notes={"partners": "x"}))
    proposed = [{"name": "x", "email": "x@buurt.example", "phone": "x"}]
    asked = update(FoundingRequest).where(FoundingRequest.case_id == case.id)
    session.execute(asked.values(candidate_coordinators=proposed))


def _people(session: Session, town: Town, case: FoundingCase) -> dict[str, int]:
    found = {role.value: person.id for role, person in town.here.people.items()}
    found["stranger"] = make_person(session, f"Sara Vreemd {case.number}").id
    for role in CASE_ROLES:
        person = make_person(session, f"Een {role.value} {case.number}")
        plant(session, Mandate, person_id=person.id, role=role.value, case_id=case.id, since=MOMENT.date(),
              is_accepted=True)  # fmt: skip
        found[role.value] = person.id
    first = Person(name=f"Eerste {case.number}", email=f"eerste.{case.id}@binstart.example", created_at=case.opened_at)
    session.add(first)
    session.flush()
    _hand_over(session, case, first)
    return found | {Role.INITIATOR.value: first.id}


def _hand_over(session: Session, case: FoundingCase, person: Person) -> None:
    """Who asked for the case holds other seats too: another person, who is nothing else, takes that part."""
    case.initiator_id = person.id
    asked = select(Mandate).where(Mandate.case_id == case.id, Mandate.role == Role.INITIATOR.value)
    for mandate in session.scalars(asked):
        mandate.person_id = person.id


def _walk(town: Town, number: str, person: str, browser: FlaskClient, found: Tried) -> None:
    asked = {"avond": town.things[number]["evening_id"], "lijst": found.sheets[number]}
    for rule in town.app.url_map.iter_rules():
        if number != town.pairs[2][0] and "number" not in rule.arguments:
            continue
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static" or rule.rule.startswith("/dev/"):
            continue
        answer = browser.get(_address(town, rule, number), query_string=asked)
        found.pages += answer.status_code == 200
        if answer.status_code == 500:
            found.failed.add(f"{rule.endpoint} {person}")
        for seen in set(SEEN.findall(_text_of(answer))):
            found.read[int(seen)][person].add(rule.endpoint)


def _address(town: Town, rule: Rule, number: str) -> str:
    """The page with what belongs to the case, the municipality or somebody of it."""
    known = {**town.things["a neighbour"], **town.things["oosterbeke"], **town.things[number], "number": number}
    values = {name: known.get(name, WORDS.get(name, UNKNOWN)) for name in rule.arguments}
    with town.app.test_request_context():
        return str(town.app.url_map.bind("localhost").build(rule.endpoint, values))


def _text_of(answer: TestResponse) -> str:
    """What people read: the words of a PDF, of what is packed in an office document, and where one is led."""
    text = answer.data.decode(errors="replace") + answer.headers.get("Location", "")
    if answer.data.startswith(b"%PDF"):
        text += "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.data))
    if answer.data.startswith(b"PK"):
        packed = zipfile.ZipFile(io.BytesIO(answer.data))
        text += "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return text


def test_no_word_is_read_by_who_may_not_read_the_field(tried: Tried) -> None:
    wrong = [
        f"{one.name} is for {one.held.seen_by}: {person} reads it at {', '.join(sorted(pages))}"
        for number, one in enumerate(tried.fields) for person, pages in tried.read[number].items()
        if person not in roles_of(one)
    ]  # fmt: skip

    assert "\n".join(wrong) == ""


def test_every_field_that_takes_words_was_tried_and_these_are_shown_on_no_page_that_was_opened(tried: Tried) -> None:
    """Of what no page showed to anybody the test above proves nothing."""
    unseen = {one.name for number, one in enumerate(tried.fields) if roles_of(one) and not tried.read[number]}

    assert {one.name for one in tried.fields} - tried.written == NOT_PLANTED
    assert "\n".join(sorted(unseen ^ NOT_SHOWN)) == ""


def test_each_side_reads_its_own_notes_and_nobody_else_does(tried: Tried) -> None:
    assert set(tried.read[NOTE_OF_POLICE]) == {role.value for role in POLICE_ROLES}
    assert set(tried.read[NOTE_OF_MUNICIPALITY]) == {role.value for role in MUNICIPAL_ROLES}


def test_the_pages_did_open(tried: Tried) -> None:
    assert tried.failed == set()
    assert tried.pages > 1300


NOT_PLANTED = {"resume_link.token_hash"}
NOT_SHOWN = {
    # On no page at all: keys to compare with, addresses that only mails go to, hashes, facts of versions that are kept.
    "attendance.removal_reason", "attendance.suffix_key", "enrolment.suffix_key", "launch_kit_version.facts",
    "launch_quote.email", "measure.email", "member_notice.facts", "participant.suffix_key", "signature.email",
    "upload.sha256", "voice.suffix_key",
    # In a state that no case here is in, in a header, or only to who types them.
    "authority_contact.answer", "candidate.email", "candidate.phone", "case_erasure.hold_reason", "info_evening.notes",
    "invitation.code", "invitation.municipality", "invitation.postcode", "launch_kit.press",
    "message.withdrawn_reason", "upload.name",
}  # fmt: skip
