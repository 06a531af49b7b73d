"""Mails that a function of their own writes (to members, to who replied or asked something): whole in French."""

from datetime import UTC, date, datetime

import pytest

from documents.notices.calendar_entry import evening_title
from documents.notices.data_requests import STAGES, ToldRequest, write_data_request_mail
from documents.notices.erasures import ErasableCase, write_erasure_warning
from documents.notices.member_notices import write_member_notice
from documents.notices.messaging import MemberMessage, write_member_mail, write_text_message
from documents.notices.replying import KINDS as REPLY_KINDS
from documents.notices.replying import write_reply_mail
from documents.notices.surveying import SurveyInvitation, write_survey_mail
from documents.notices.webhooks import write_paused_mail
from documents.notices.writing import Letter
from models.rules.messages import KINDS as MESSAGE_KINDS
from models.rules.messages import URGENT
from tests.letters.test_member_notices import FACTS

LINK = "https://binstart.example/x"
AT = datetime(2027, 4, 1, 17, 30, tzinfo=UTC)
DUTCH = {"het", "een", "van", "wordt", "voor", "geen", "niet", "uw", "wij", "bent", "om", "uur", "april"}


def reply(kind: str) -> Letter:
    return write_reply_mail(
        kind, name="Kerkkwartier", case_kind="bin", municipality="Ath", starts_at=AT, place="Salle 1",
        address="Rue 1, 9994 Ath", contact="02 000 00 00", link=LINK, reason="La salle est fermée.", people=2,
        language="fr",
    )  # fmt: skip


def member_notice(kind: str) -> Letter:
    facts = {"network": "Kerkkwartier", "network_kind": "bin", "slug": "x", "reply_to": "veiligheid@ath.example",
             "municipality": "Ath", "language": "fr"}  # fmt: skip
    return write_member_notice(kind, facts | FACTS[kind] | {"reason": "Tous sont d’accord."}, "Nadine", LINK)


def message(kind: str) -> MemberMessage:
    return MemberMessage("Nadine", "Kerkkwartier", "bin", kind, "Faux agent", "Il se présente.", "", AT, LINK, "fr")


def data_request(stage: str) -> Letter:
    return write_data_request_mail(
        stage,
        ToldRequest(4, "access", "Nadine", "Ath", date(2027, 4, 1), "done", "Voici.", "Il faut du temps.", LINK, "fr"),
    )


LETTERS = {
    **{kind: lambda kind=kind: reply(kind) for kind in REPLY_KINDS},
    **{f"member_notice:{kind}": lambda kind=kind: member_notice(kind) for kind in FACTS},
    **{f"message:{kind}": lambda kind=kind: write_member_mail(message(kind)) for kind in MESSAGE_KINDS},
    **{f"data_request:{stage}": lambda stage=stage: data_request(stage) for stage in STAGES},
    "survey": lambda: write_survey_mail(
        SurveyInvitation("Nadine", "Kerkkwartier", "bin", "yearly", date(2027, 4, 1), False, LINK, "fr")
    ),
    "erasure": lambda: write_erasure_warning("Ath", [ErasableCase("ATH-1", "X", date(2027, 4, 1))], 2, LINK, "fr"),
    "webhook": lambda: write_paused_mail("Abonnement", "Ath", LINK, "ath", "fr"),
}


@pytest.mark.parametrize("name", LETTERS)
def test_the_mail_is_french_from_its_greeting_to_its_end(name: str) -> None:
    letter = LETTERS[name]()

    assert letter.language == "fr"
    words = f"{letter.subject} {letter.text}".lower().replace("’", " ").split()
    assert DUTCH & set(words) == set()
    assert "Bonjour" in letter.text or name in ("erasure", "webhook", "data_request:due")
    assert "BIN" not in letter.subject


def test_an_urgent_text_message_says_so_in_french() -> None:
    urgent = next(kind for kind, one in MESSAGE_KINDS.items() if one.message_class == URGENT)

    assert write_text_message(message(urgent)).startswith("URGENT PLP Kerkkwartier: Faux agent. Appelez le 101.")


def test_the_entry_for_the_calendar_is_called_as_the_mail_speaks() -> None:
    assert evening_title("BIN Kerkkwartier", "bin", "fr") == "Soirée d’information PLP Kerkkwartier"
    assert evening_title("BIN Kerkkwartier", "bin", "nl") == "Infoavond BIN Kerkkwartier"
