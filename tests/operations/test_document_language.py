"""The language of the documents of a case: decided by the law when it is asked, chosen by the municipality later."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from documents.filling.procedure import FILLINGS
from models.case import FoundingCase
from models.operations.authorities.styling import save_texts
from models.operations.cases.choosing_language import choose_document_language
from models.operations.requests import requesting
from models.queries.cases.cases import journal_of
from models.queries.records.request import request_record
from models.rules.access import Role
from models.rules.procedure import Stage
from models.rules.refusals import GateNotMet, Invalid, NotAllowed
from tests.factories import START, Place, acting, advance_to, answers_for, freeze, later, sign_all, submitted

D, P = Role.DESK_OFFICER, Role.MANDATED_OFFICER


@pytest.fixture
def in_brussels(session: Session, place: Place) -> Place:
    place.municipality.settings = {"language_regime": "brussels"}
    session.flush()
    return place


def _asked(session: Session, place: Place, language: str) -> FoundingCase:
    return requesting.submit_request(
        session, acting(session, place.resident, START), START, answers_for(place), language=language
    )


def _choose(session: Session, place: Place, case: FoundingCase, language: str, role: Role = D) -> None:
    at = later(case)
    choose_document_language(session, case.id, acting(session, place.people[role], at), at, language=language,
                             reason="De aanvrager vroeg het.")  # fmt: skip


def test_in_brussels_the_documents_are_in_the_language_in_which_it_was_asked(
    session: Session, in_brussels: Place
) -> None:
    assert _asked(session, in_brussels, "fr").document_language == "fr"


def test_in_flanders_they_are_dutch_however_it_was_asked(session: Session, place: Place) -> None:
    assert _asked(session, place, "fr").document_language == "nl"


def test_a_document_of_a_french_case_is_french_without_the_dutch_texts_of_the_municipality(
    session: Session, in_brussels: Place
) -> None:
    administrator = acting(session, in_brussels.people[Role.ADMINISTRATOR], START)
    save_texts(session, administrator, in_brussels.municipality.id, START, kind="letters", texts={"closing": "Dag!"})
    told = {}
    for language in ("nl", "fr"):
        record = request_record(session, _asked(session, in_brussels, language), 1, "https://binstart.example")
        filled: Any = FILLINGS["receipt"](record)
        told[language] = (filled.case.network_kind, filled.sender.organisation, filled.sender.closing)

    assert told == {
        "nl": ("BIN", "Gemeente Oosterbeke", "Dag!"),
        "fr": ("PLP", "Commune d’Oosterbeke", ""),
    }


def test_the_municipality_chooses_another_of_its_languages_and_the_journal_says_why(
    session: Session, in_brussels: Place
) -> None:
    case = submitted(session, in_brussels)

    _choose(session, in_brussels, case, "fr")

    assert case.document_language == "fr"
    entry = journal_of(session, case)[-1]
    assert (entry.event, entry.function) == ("case:language_chosen", "desk_officer")
    assert entry.sentence == "De documenten worden voortaan in het Frans gemaakt: De aanvrager vroeg het."


@pytest.mark.parametrize(("language", "code"), [("nl", "nothing_changed"), ("en", "unknown_language"), ("", "unknown")])
def test_only_another_language_of_the_municipality_can_be_chosen(
    session: Session, in_brussels: Place, language: str, code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        _choose(session, in_brussels, submitted(session, in_brussels), language)


def test_in_flanders_there_is_nothing_to_choose(session: Session, place: Place) -> None:
    with pytest.raises(Invalid, match="unknown_language"):
        _choose(session, place, submitted(session, place), "fr")


def test_the_police_do_not_choose_the_language_of_the_municipality(session: Session, in_brussels: Place) -> None:
    with pytest.raises(NotAllowed, match="no_role"):
        _choose(session, in_brussels, submitted(session, in_brussels), "fr", P)


def test_all_sign_one_text_so_the_language_waits_until_they_did(session: Session, in_brussels: Place) -> None:
    case = advance_to(session, in_brussels, Stage.CHARTER)
    at = freeze(session, in_brussels, case)
    with pytest.raises(GateNotMet, match="charter_frozen"):
        _choose(session, in_brussels, case, "fr")

    sign_all(session, in_brussels, case, at)
    _choose(session, in_brussels, case, "fr")

    assert case.document_language == "fr"
