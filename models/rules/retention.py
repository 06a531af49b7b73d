"""How long what is kept, per class of data (proposals of web.md 4.2; the case itself follows the municipality's own
selection list and is never deleted here)."""

from datetime import timedelta

DRAFT_KEPT = timedelta(days=90)  # a request that was begun and never submitted, counted from the last save
SIGN_IN_LINK_KEPT = timedelta(hours=24)  # after it expired
ATTEMPT_KEPT = timedelta(days=2)  # the longest limit looks back one day; the rows hold addresses of callers
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
