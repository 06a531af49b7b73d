"""In which language a mail is: that of the person, else of the municipality; said in its head."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from documents.notices.digest import News, write_digest
from documents.notices.writing import Addressed, write_notice
from flows.mail import compose
from models.authority import Authority
from models.operations.authorities.styling import save_texts
from models.operations.effects.planning_effects import plan_effects
from models.outbox import Effect
from models.person import Person
from models.rules.access import Role
from models.rules.notices import NOTICE_KINDS
from models.rules.procedure import Stage
from tests.factories import START, Place, acting, advance_to, later
from tests.letters.test_notices import BASE_URL, planned

__all__ = ["planned"]  # the lives of the notices, also here

FRENCH = Path(__file__).parents[2] / "documents" / "notices" / "fr"
# Written by a function of their own; tests/letters/test_mails_of_their_own_in_french.py.
OF_THEIR_OWN = frozenset({
    "data_request", "erasure_warning", "evening_called_off", "evening_invitation", "evening_moved", "evening_reminder",
    "invitation_moved", "member_message", "minutes_final", "reply_cancelled", "reply_moved", "reply_moved_up",
    "reply_reminder", "survey_invitation", "webhook_paused",
})  # fmt: skip
SHARED = {"frame", "on_paper", "daily"}


def _languages_of(session: Session, case_id: int) -> dict[str, set[str]]:
    """Per person the languages of the mails that are planned for them."""
    found: dict[str, set[str]] = {}
    for mail in session.scalars(select(Effect).where(Effect.kind == "mail", Effect.case_id == case_id)):
        found.setdefault(mail.payload["name"], set()).add(mail.payload.get("language", "nl"))
    return found


def test_every_french_text_is_of_a_mail_that_can_be_french() -> None:
    written = {file.stem for file in FRENCH.glob("*.txt")}

    assert written - SHARED - set(NOTICE_KINDS) <= OF_THEIR_OWN
    assert set(NOTICE_KINDS) <= written


@pytest.mark.parametrize("kind", NOTICE_KINDS)
def test_a_notice_in_french_is_french_from_its_greeting_to_its_end(kind: str, planned: dict[str, Effect]) -> None:
    mail = planned[kind]

    letter = write_notice(kind, mail.payload["facts"], Addressed("Nadine", language="fr"), BASE_URL, link=BASE_URL)

    assert letter.language == "fr"
    assert letter.text.startswith("Bonjour Nadine,\n\n")
    assert "Ce message est envoyé automatiquement." in letter.text
    assert not {"Beste", "Gemeente", "maart", "juni", "uur"} & set(letter.text.split())


@pytest.mark.parametrize(("kind", "french", "dutch"), [
    ("decision_corrected", "La décision est maintenant : approuvée.", "goedgekeurd"),
    ("decision_corrected", "Conditions posées par le chef de corps :", "Voorwaarden"),
    ("decision_corrected_for_partners", "Avant : refusée. Maintenant : approuvée.", "geweigerd"),
    ("evaluation_closed", "conclusion : continuer.", "verder zetten"),
    ("opinion_given", "défavorable", "ongunstig"),
    ("adviser_asked_back", "plus de temps", "meer tijd"),
    ("charter_commented", "réaction", "reactie"),
])  # fmt: skip
def test_what_the_rules_chose_is_french_in_a_french_mail_though_it_is_one_word(
    kind: str, french: str, dutch: str, planned: dict[str, Effect]
) -> None:
    letter = write_notice(kind, planned[kind].payload["facts"], Addressed("Nadine", language="fr"), BASE_URL)

    text = " ".join(letter.text.replace("\u00a0", " ").split())
    assert french in text
    assert dutch not in text


def test_days_hours_and_names_are_written_as_french_writes_them(planned: dict[str, Effect]) -> None:
    facts = {**planned["evening_planned"].payload["facts"], "starts_at": "2027-03-14T18:30:00+00:00"}

    letter = write_notice("evening_planned", facts, Addressed("Nadine", language="fr"), BASE_URL)

    assert "dimanche 14 mars 2027 à 19 h 30" in letter.text
    assert "PLP Kerkkwartier" in letter.subject
    assert letter.text.rstrip().count("Commune d’Oosterbeke") == 1


@pytest.mark.parametrize("language", ["de", "en", "xx", "../fr", ""])
def test_a_mail_without_a_text_in_that_language_is_dutch_as_a_whole(language: str, planned: dict[str, Effect]) -> None:
    facts = planned["request_accepted"].payload["facts"]

    letter = write_notice("request_accepted", facts, Addressed("Roos", language=language), BASE_URL)

    assert letter == write_notice("request_accepted", facts, Addressed("Roos"), BASE_URL)
    assert letter.language == "nl"


def test_on_paper_the_letter_and_what_the_desk_must_do_are_in_one_language(planned: dict[str, Effect]) -> None:
    facts = planned["request_accepted"].payload["facts"]
    to = Addressed("Roos Bewoner", is_on_paper=True, address="Kerkstraat 1", language="fr")

    letter = write_notice("request_accepted", facts, to, BASE_URL, officer="Dirk Balie")

    assert letter.text.startswith("Bonjour Dirk Balie,")
    assert "Bonjour Roos Bewoner," in letter.text
    assert "Beste" not in letter.text


def test_who_chose_french_gets_french_and_the_others_what_the_municipality_writes(
    session: Session, place: Place
) -> None:
    mayor = place.people[Role.MAYOR]
    session.get_one(Person, mayor.id).language = "fr"
    session.get_one(Person, place.people[Role.POLICE_CHIEF].id).language = "de"  # of which a part is translated

    case = advance_to(session, place, Stage.CONSULTATION)
    plan_effects(session, case.id, later(case))

    told = _languages_of(session, case.id)
    assert told.pop(mayor.name) == {"fr"}
    assert set().union(*told.values()) == {"nl"}


@pytest.mark.parametrize(("regime", "language"), [("fr", "fr"), ("fr_nl", "fr"), ("brussels", "nl"), ("de", "fr")])
def test_mails_are_in_the_first_language_of_the_municipality_that_is_translated_whole(
    session: Session, place: Place, regime: str, language: str
) -> None:
    session.get_one(Authority, place.municipality.id).settings = {"language_regime": regime}
    session.flush()

    case = advance_to(session, place, Stage.CONSULTATION)
    plan_effects(session, case.id, later(case))

    assert set().union(*_languages_of(session, case.id).values()) == {language}


def test_the_own_texts_of_the_municipality_stand_in_mails_in_its_own_language_only(
    session: Session, place: Place
) -> None:
    administrator = acting(session, place.people[Role.ADMINISTRATOR])
    save_texts(session, administrator, place.municipality.id, START, kind="mails", texts={"closing": "Tot gauw!"})
    session.get_one(Person, place.people[Role.MAYOR].id).language = "fr"
    case = advance_to(session, place, Stage.INFO_EVENING)

    plan_effects(session, case.id, later(case))

    mails = session.scalars(select(Effect).where(Effect.kind == "mail", Effect.case_id == case.id))
    found = {(mail.payload.get("language", "nl"), bool(mail.payload["facts"]["own_texts"])) for mail in mails}
    assert found == {("nl", True), ("fr", False)}


def test_the_mail_of_the_day_tells_its_news_in_french() -> None:
    news = [News("OOS-2026-0001", "PLP Kerkkwartier (OOS-2026-0001)", "Un avis est arrivé")]

    french, dutch = (write_digest("Nadine", news, BASE_URL, language) for language in ("fr", "de"))

    assert (french.language, dutch.language) == ("fr", "nl")
    assert french.subject == "Résumé du jour\u00a0: nouvelles d’un dossier"
    assert french.text.startswith("Bonjour Nadine,")
    assert dutch.subject == "Dagoverzicht: nieuws uit 1 dossier"


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_mail_says_its_language_in_its_head_and_in_its_page(language: str) -> None:
    mail = compose(key="x", to="nadine@binstart.example", name="Nadine", subject="x", text="x", language=language,
                   dated_at=datetime(2026, 3, 2, tzinfo=UTC))  # fmt: skip

    page = mail.get_body(("html",))
    assert page is not None
    assert mail["Content-Language"] == language
    assert f'<html lang="{language}">' in page.get_content()
