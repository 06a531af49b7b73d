"""How long what is kept, per class of data (proposals of web.md 4.2), and the rules that a column can be declared with.

Of a case that ended long ago the personal data goes; its number, course and outcome stay. What the municipality's own
selection list keeps for ever is brought to its archive before: that is what the two warnings are for.
"""

from dataclasses import dataclass
from datetime import timedelta

DRAFT_KEPT = timedelta(days=90)  # a request that was begun and never submitted, counted from the last save
SIGN_IN_LINK_KEPT = timedelta(hours=24)  # after it expired
ATTEMPT_KEPT = timedelta(days=2)  # the longest limit looks back one day; the rows hold addresses of callers
FORM_PRESS_KEPT = timedelta(days=7)  # that a form was sent: longer than a page stays open
WEB_SESSION_KEPT = timedelta(days=90)  # after it expired
VOICE_KEPT = timedelta(days=365)  # name and contact of who gave a voice: the gathering is over long before
ATTENDANCE_KEPT = timedelta(days=90)  # which dwellings came to an evening, counted from when they came
UNCONFIRMED_VOICE_KEPT = timedelta(days=30)  # after its link expired
ADVISER_KEPT = timedelta(days=365)  # mail address and link of an adviser; what they answered belongs to the case
BALLOT_VOTER_KEPT = timedelta(days=2)  # that a dwelling voted, after the evening began, where nobody closed the vote
INVITATION_KEPT = timedelta(days=90)  # letters and codes, after the last evening: as long as who came can be corrected
REPLY_KEPT = timedelta(days=30)  # after the evening: who came, needs and questions; the address of who asked news stays
REPLY_ADDRESS_KEPT = timedelta(days=365)  # after the evening: of who confirmed that they want news
PARTICIPANT_KEPT = timedelta(
    days=30
)  # after the list of members was handed over or the case ended (the consent says so)
UNCONFIRMED_ENROLMENT_KEPT = timedelta(days=30)  # after its link expired
MEMBER_KEPT = timedelta(days=30)  # after the network ended
SURVEY_TEXT_KEPT = timedelta(days=730)  # what members wrote in a survey, after it closed; the counts stay
MEASURE_KEPT = timedelta(days=1095)  # after nothing could follow any more; what was withdrawn: see below
WITHDRAWN_MEASURE_KEPT = timedelta(days=90)
MAIL_TEXT_KEPT = timedelta(days=90)  # name, address and text of a mail that was delivered; that it was sent stays
WORK_KEPT = timedelta(days=30)  # an outbox entry that is done
PREFECT_RUN_KEPT = timedelta(days=30)  # a flow run that ended
LOST_RUN_AFTER = timedelta(hours=6)  # a flow run that never ended: its worker was killed; runs last seconds
CASE_KEPT = timedelta(days=5 * 365)  # after it ended: a decision can be asked about, and appeals are over
CASE_WARNED_BEFORE = (timedelta(days=90), timedelta(days=30))  # two warnings; nothing is erased without both
COMING = timedelta(days=90)  # what the preview looks ahead
CASE_HELD_AT_MOST = timedelta(days=5 * 365)  # 'keep, with a reason': at a time
ACCOUNT_KEPT = timedelta(days=2 * 365)  # after nothing needs it any more: no function, no case, no signing in
ABSENCE_KEPT = timedelta(days=365)  # after its last day
SUCCESSOR_KEPT = timedelta(days=365)  # after the succession was closed
PRESS_KEPT = timedelta(days=365)  # addresses of the press, after the network became active
SIGNATORY_KEPT = timedelta(days=365)  # where a signatory without an account could be reached, after the freeze
DATA_REQUEST_KEPT = timedelta(days=3 * 365)  # a question about one's data, after its answer
NETWORK_CONTACT_KEPT = timedelta(days=30)  # how to reach a network that ended


@dataclass(frozen=True)
class RetentionRule:
    """How long data is kept, and from when: `since` goes on after 'nadat' or 'na', as the notice prints it."""

    kept: timedelta
    since: str


# Every term that a column can be declared with (models.privacy). What carries each out:
# models.operations.keeping.retention_run.STEPS.
TERMS: dict[str, RetentionRule] = {
    "case": RetentionRule(CASE_KEPT, "nadat het dossier beëindigd is, na twee waarschuwingen"),
    "account": RetentionRule(ACCOUNT_KEPT, "nadat u geen functie, dossier of aanmelding meer had"),
    "draft": RetentionRule(DRAFT_KEPT, "nadat u een aanvraag voor het laatst bewaarde zonder ze in te dienen"),
    "sign_in_link": RetentionRule(SIGN_IN_LINK_KEPT, "nadat de link of code vervallen is"),
    "attempt": RetentionRule(ATTEMPT_KEPT, "na de poging"),
    "web_session": RetentionRule(WEB_SESSION_KEPT, "nadat de sessie vervallen is"),
    "known_device": RetentionRule(timedelta(0), "nadat het toestel 180 dagen niet gebruikt is"),
    "adviser": RetentionRule(ADVISER_KEPT, "na de termijn van het advies"),
    "quote": RetentionRule(timedelta(0), "nadat er een antwoord is of de link vervallen is"),
    "voice": RetentionRule(VOICE_KEPT, "nadat u uw stem gaf (30 dagen als u ze nooit bevestigde)"),
    "attendance": RetentionRule(ATTENDANCE_KEPT, "na de infoavond"),
    "ballot_voter": RetentionRule(BALLOT_VOTER_KEPT, "na de infoavond, en altijd zodra de stemming gesloten is"),
    "invitation": RetentionRule(INVITATION_KEPT, "na de laatste infoavond"),
    "reply": RetentionRule(REPLY_KEPT, "na de infoavond"),
    "reply_address": RetentionRule(REPLY_ADDRESS_KEPT, "na de infoavond (30 dagen als u geen nieuws wilde)"),
    "participant": RetentionRule(
        PARTICIPANT_KEPT, "nadat de coördinator de ledenlijst kreeg of de oprichting stopte; altijd zodra u het vraagt"
    ),
    "member": RetentionRule(
        MEMBER_KEPT, "nadat het netwerk stopte; meteen als u stopt; 30 dagen als u nooit bevestigde"
    ),
    "network_contact": RetentionRule(NETWORK_CONTACT_KEPT, "nadat het netwerk stopte"),
    "survey": RetentionRule(timedelta(0), "nadat de bevraging gesloten is"),
    "survey_text": RetentionRule(SURVEY_TEXT_KEPT, "nadat de bevraging gesloten is"),
    "measure": RetentionRule(MEASURE_KEPT, "nadat er niets meer op kan volgen (90 dagen als ze ingetrokken is)"),
    "mail": RetentionRule(MAIL_TEXT_KEPT, "nadat de mail klaargezet is"),
    "absence": RetentionRule(ABSENCE_KEPT, "na de laatste dag van de afwezigheid"),
    "successor": RetentionRule(SUCCESSOR_KEPT, "nadat de opvolging afgerond is"),
    "data_request": RetentionRule(DATA_REQUEST_KEPT, "nadat op de vraag geantwoord is"),
    "press": RetentionRule(PRESS_KEPT, "nadat het netwerk actief werd"),
    "signatory": RetentionRule(SIGNATORY_KEPT, "nadat de tekst vastgelegd is"),
}
