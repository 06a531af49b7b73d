"""The mail with which a member is asked to answer the survey of their network, and the one that asks once more."""

from dataclasses import dataclass
from datetime import date

from documents.filling.shared import line, network
from documents.language import speaking
from documents.notices.writing import Letter, parts
from documents.wording import full_date
from models.rules.languages import SOURCE
from models.rules.survey_form import BASELINE


@dataclass(frozen=True)
class SurveyInvitation:
    """One survey and one member. `link`: where they answer, once."""

    name: str
    network: str
    network_kind: str
    kind: str
    closes_on: date
    is_reminder: bool
    link: str
    language: str = SOURCE


def write_survey_mail(invitation: SurveyInvitation) -> Letter:
    """The mail, in plain words: why, how long it takes, until when, and that nobody sees who answered what."""
    with speaking(invitation.language):
        of_network = network(invitation.network, invitation.network_kind)
        title, text = parts("survey_invitation.txt", {
            "name": line(invitation.name), "network": of_network, "is_reminder": invitation.is_reminder,
            "is_baseline": invitation.kind == BASELINE, "closes_on": full_date(invitation.closes_on),
            "link": invitation.link,
        })  # fmt: skip
        return Letter(title, f"{title} – {of_network}", text, invitation.language)
