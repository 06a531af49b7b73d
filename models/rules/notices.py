"""What follows from each event: which documents are made, who gets which mail. The whole table on one screen.

An event of the journal without a row has no effect outside the system. Sources: seed 000 (who is informed when),
domain.md sections 1 and 2; every refusal reaches everyone who acted earlier, with its reason, body and date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from models.rules.access import STEERING_GROUP, Role
from models.rules.happenings import (
    Happening,
    are_all_views,
    both_approve,
    came_from_adviser,
    concerns_ministry,
    ends_network,
    has_climbed,
    is_about,
    is_conform,
    is_first_note_of_evening,
    is_under_conditions,
    judgements_standing,
    kit_version,
    moves_an_evening,
    once,
    opens,
    opens_first_charter,
    ordinal,
    round_number,
    version_to_sign,
)
from models.rules.procedure import Stage
from models.rules.support_judgements import all_judge_not

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
HTML = "text/html"


class To(StrEnum):
    """Who gets a mail, where that is not simply a role."""

    APPLICANT = "applicant"
    EARLIER = "earlier"  # everyone who acted in this case before, without who acts now
    STEERING_GROUP = "steering_group"
    INVITED = "invited"  # to the stuurgroep, and not answered yet
    SIGNATORIES = "signatories"
    SIGNATORY = "signatory"  # whose turn it is to sign
    SIGNATORY_BY_LINK = "signatory_by_link"  # who has no account
    POLICE_DECIDER = "police_decider"
    MUNICIPALITY_DECIDER = "municipality_decider"
    SECTION_OWNER = "section_owner"  # who looks after the section that the comment is about
    COMMENTER = "commenter"  # who wrote the comment
    QUOTED = "quoted"  # who is asked for a quote about the launch
    ASKER = "asker"  # who asked for the opinion
    ADVISER = "adviser"  # whose opinion it is, when they answer by themselves
    DEPUTIES = "deputies"  # who stands in for those who must act, present or standing
    HEADS = "heads"  # who leads those who must act
    COLLEAGUES = "colleagues"  # mentioned in a note, or who gets a case handed over
    MINISTRY = "ministry"  # FOD Binnenlandse Zaken, which keeps the list of networks
    WHO_MUST_ACT = "who_must_act"  # the roles in the event's data


@dataclass(frozen=True)
class DocumentRow:
    """A document to make. `audience`: public, partners, or initiator (who asked, and staff)."""

    kind: str
    title: str
    version: Callable[[Happening], str]
    audience: str
    media_types: tuple[str, ...] = (PDF,)


# Mails after which nobody has to do anything: staff who did not choose otherwise get these in the mail of the day.
INFORMING = frozenset(
    {
        "request_sent_back_for_partners",
        "opinion_given",
        "opinion_presumed",
        "agreement_changed",
        "support_judged",
        "minutes_approved",
        "charter_commented",
        "comment_answered",
        "amendment_begun",
        "charter_signed",
        "charter_sent",
        "federal_conform",
        "launch_kit_approved",
        "quote_declined",
        "network_launched",
        "network_goes_on",
        "successor_appointed",
        "succession_stopped",
        "evaluation_closed",
        "survey_withheld",
    }
)


@dataclass(frozen=True)
class NoticeRow:
    """A mail to send: its text is documents/notices/<kind>.txt. Somebody gets the first mail of an event only."""

    kind: str
    to: tuple[Role | To, ...]
    attached: tuple[str, ...] = ()  # kinds of documents of the same event
    has_calendar: bool = False
    asks: str = ""  # the action that it asks for: who is too close to the case does not get it

    @property
    def informs(self) -> bool:
        """Whether it only informs: staff get it in the mail of the day."""
        return self.kind in INFORMING


@dataclass(frozen=True)
class EventRow:
    """What follows when this happens, if `applies`."""

    event: str
    notices: tuple[NoticeRow, ...]
    documents: tuple[DocumentRow, ...] = ()
    applies: Callable[[Happening], bool] = lambda happening: True


def follows_from(happening: Happening) -> tuple[EventRow, ...]:
    """The rows that apply to one event."""
    return tuple(row for row in EVENT_ROWS if row.event == happening.event and row.applies(happening))


D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
STAFF = (D, P, M, C)
PARTNERS = (To.STEERING_GROUP, *STAFF)
EARLIER = (To.APPLICANT, To.EARLIER)  # in the chain
COORDINATORS = (Role.COORDINATOR, Role.DEPUTY_COORDINATOR)

DECIDING = ("request:refused", "founding:approved", "founding:refused", "founding:corrected",
            "support:judged_insufficient", "case:sent_back", "request:withdrawn")  # fmt: skip
DECISION = DocumentRow("decision", "Beslissing", ordinal(*DECIDING), "initiator")
RECEIPT = DocumentRow("receipt", "Ontvangstbewijs", once, "initiator")
SUPPORT_SHEET = DocumentRow("support_sheet", "Steunlijst op papier", ordinal("request:accepted"), "public")
INVITATION = DocumentRow("invitation", "Uitnodiging voor de infoavond", ordinal("info_evening:planned"), "public")
PLANNED = ordinal("info_evening:planned")
FOR_EVENING = (
    INVITATION,
    DocumentRow("poster", "Affiche voor de infoavond, A3", PLANNED, "public"),
    DocumentRow("poster_a4", "Affiche voor de infoavond, A4", PLANNED, "public"),
    DocumentRow("flyer", "Flyer met antwoordstrook", PLANNED, "public"),
    DocumentRow("evening_news", "Tekst voor het infoblad", PLANNED, "public", (DOCX, TEXT)),
)
LETTERS = DocumentRow("invitation_letter", "Uitnodigingen voor alle woningen", ordinal("invitations:asked"), "staff")
MINUTES = DocumentRow("minutes", "Verslag van de infoavond", ordinal("minutes:approved"), "public")
CHARTER_TO_SIGN = DocumentRow("charter", "Charter, versie {version}, ter ondertekening", version_to_sign, "partners")
SIGNED_CHARTER = DocumentRow("charter", "Charter, versie {version}, ondertekend en verzegeld",
                             lambda happening: str(happening.data["version"]), "partners")  # fmt: skip
FEDERAL_LETTER = DocumentRow("federal_letter", "Brief aan de FOD Binnenlandse Zaken", round_number, "staff")
HOUSE_RULES = DocumentRow("house_rules", "Huishoudelijk reglement", round_number, "partners")
ANNOUNCEMENT = DocumentRow(
    "launch_announcement", "Aankondiging van de lancering", round_number, "public", (PDF, DOCX, TEXT)
)
KIT = tuple(
    DocumentRow(kind, title + ", versie {version}", kit_version, "partners", forms)
    for kind, title, forms in (
        ("paper_news", "Lancering: teksten voor het infoblad", (DOCX, TEXT)),
        ("press_release", "Lancering: persbericht", (PDF, DOCX, TEXT)),
        ("launch_leaflet", "Lancering: folder voor elke woning", (PDF, DOCX)),
        ("launch_poster", "Lancering: affiche, A3", (PDF,)),
        ("web_article", "Lancering: artikel voor de website", (HTML, TEXT)),
        ("short_texts", "Lancering: sociale media, mail en scherm", (DOCX, TEXT)),
    )
)
REPORT = DocumentRow("evaluation_report", "Evaluatieverslag", round_number, "partners")

EVENT_ROWS: tuple[EventRow, ...] = (
    # Idea
    EventRow("request:submitted", (NoticeRow("request_received", (To.APPLICANT,), ("receipt",)),
                                   NoticeRow("request_to_assess", (D,), asks="accept_request")), (RECEIPT,)),
    EventRow("completion:asked", (NoticeRow("completion_asked", (To.APPLICANT,)),)),
    EventRow("request:completed", (NoticeRow("request_completed", (D,), asks="accept_request"),)),
    EventRow("request:refused", (NoticeRow("founding_refused", (To.APPLICANT,), ("decision",)),
                                 NoticeRow("founding_refused_for_partners", (To.EARLIER,))), (DECISION,)),
    EventRow("request:withdrawn", (NoticeRow("request_withdrawn", (To.APPLICANT,), ("decision",)),
                                   NoticeRow("request_withdrawn_for_partners", (To.EARLIER, To.STEERING_GROUP, D))),
             (DECISION,)),
    EventRow("case:sent_back", (NoticeRow("request_sent_back", (To.APPLICANT,), ("decision",)),
                                NoticeRow("request_sent_back_for_partners", (D, To.EARLIER))), (DECISION,),
             is_about("stage", Stage.IDEA)),
    # Consultation
    EventRow("request:accepted", (NoticeRow("request_accepted", (To.APPLICANT,), ("support_sheet",)),
                                  NoticeRow("decision_needed", (To.POLICE_DECIDER, To.MUNICIPALITY_DECIDER)),
                                  NoticeRow("consultation_opened", (P,))), (SUPPORT_SHEET,)),
    EventRow("support:grown", (NoticeRow("support_grown", (To.APPLICANT,)),)),
    EventRow("support_sheet:entered", (NoticeRow("sheet_to_check", (D, P)),)),
    EventRow("support_sheet:sent_back", (NoticeRow("sheet_sent_back", (D, P)),)),
    EventRow("opinion:asked", (NoticeRow("advice_asked", (To.ADVISER,)),)),
    EventRow("opinion:reminded", (NoticeRow("advice_reminder", (To.ADVISER,)),)),
    EventRow("opinion:given", (NoticeRow("advice_receipt", (To.ADVISER,)), NoticeRow("opinion_given", (To.ASKER,))),
             applies=came_from_adviser),
    EventRow("opinion:given", (NoticeRow("opinion_given", (To.POLICE_DECIDER, To.MUNICIPALITY_DECIDER)),)),
    EventRow("opinion:expired", (NoticeRow("opinion_missing", (To.ASKER,)),)),
    EventRow("agreement:changed", (NoticeRow("agreement_changed", (To.APPLICANT,)),)),
    EventRow("contact:unanswered", (NoticeRow("contact_unanswered", (P,)),)),
    EventRow("founding:approved", (NoticeRow("founding_approved", (To.APPLICANT,)),), applies=both_approve),
    EventRow("founding:approved", (), (DECISION,), is_under_conditions),
    EventRow("opinion:presumed", (NoticeRow("opinion_presumed", (To.ASKER,)),)),
    EventRow("opinion:overdue", (NoticeRow("opinion_overdue", (To.ASKER,)),)),
    EventRow("opinion:withdrawn", (NoticeRow("advice_withdrawn", (To.ADVISER,)),)),
    EventRow("opinion:lapsed", (NoticeRow("advice_lapsed", (To.ADVISER,)),)),
    EventRow("opinion:revived", (NoticeRow("advice_revived", (To.ADVISER,)),)),
    EventRow("adviser_question:asked", (NoticeRow("adviser_asked_back", (To.ASKER,)),)),
    EventRow("adviser_question:granted", (NoticeRow("advice_postponed", (To.ADVISER,)),)),
    EventRow("adviser_question:refused", (NoticeRow("advice_not_postponed", (To.ADVISER,)),)),
    EventRow("adviser_question:answered", (NoticeRow("advice_question_answered", (To.ADVISER,)),)),
    EventRow("adviser:not_reached", (NoticeRow("adviser_not_reached", (To.ASKER,)),)),
    EventRow("founding:refused", (NoticeRow("founding_refused", (To.APPLICANT,), ("decision",)),
                                  NoticeRow("founding_refused_for_partners", (To.EARLIER, D))), (DECISION,)),
    EventRow("founding:corrected", (NoticeRow("decision_corrected", (To.APPLICANT,), ("decision",)),
                                    NoticeRow("decision_corrected_for_partners",
                                              (To.EARLIER, D, To.POLICE_DECIDER, To.MUNICIPALITY_DECIDER))),
             (DECISION,)),
    # Info evening
    EventRow("stage:opened", (NoticeRow("evening_to_plan", (D, P)),), applies=opens(Stage.INFO_EVENING)),
    EventRow("info_evening:planned",
             (NoticeRow("evening_planned", (To.APPLICANT, D, P), ("invitation",), has_calendar=True),), FOR_EVENING,
             lambda happening: not moves_an_evening(happening)),
    EventRow("info_evening:planned",
             (NoticeRow("evening_moved", (To.APPLICANT, D, P), ("invitation",), has_calendar=True),), FOR_EVENING,
             moves_an_evening),
    EventRow("invitations:asked", (), (LETTERS,)),
    EventRow("info_evening:called_off", (NoticeRow("evening_called_off", (To.APPLICANT, D, P), has_calendar=True),)),
    EventRow("info_evening:recorded", (NoticeRow("minutes_to_approve", (P, C), asks="approve_minutes_as_police"),
                                       NoticeRow("minutes_to_approve", (D, M), asks="approve_minutes_as_chair")),
             applies=is_first_note_of_evening),
    EventRow("minutes_approval:voided", (NoticeRow("minutes_changed", (To.COLLEAGUES,)),),
             applies=lambda happening: bool(happening.data["colleague_ids"])),
    EventRow("steering_group:appointed", (NoticeRow("seat_offered", (To.INVITED,)),)),
    EventRow("seat:declined", (NoticeRow("seat_declined", (D, P)),)),
    EventRow("minutes:approved",
             (NoticeRow("minutes_approved", (To.APPLICANT, To.STEERING_GROUP, D, P), ("minutes",)),), (MINUTES,)),
    EventRow("support:judged", (NoticeRow("support_judged", (To.APPLICANT, D, P)),),
             applies=lambda happening: not all_judge_not(judgements_standing(happening))),
    EventRow("support:judged", (NoticeRow("support_judged_not", (D,), asks="stop_for_lack_of_support"),
                                NoticeRow("support_judged", (To.APPLICANT, P))),
             applies=lambda happening: all_judge_not(judgements_standing(happening))),
    EventRow("support:judged_insufficient",
             (NoticeRow("not_enough_support", (To.APPLICANT,), ("decision",)),
              NoticeRow("not_enough_support_for_partners", (To.EARLIER, To.STEERING_GROUP, P))), (DECISION,)),
    # Charter
    EventRow("stage:opened", (NoticeRow("coordinator_to_screen", (P, C)),
                              NoticeRow("charter_to_fill_in", (To.STEERING_GROUP, D)),
                              NoticeRow("seat_waits", (To.INVITED,))), applies=opens_first_charter),
    EventRow("charter_amendment:begun", (NoticeRow("amendment_begun", (*PARTNERS, *EARLIER)),)),
    EventRow("comment:written", (NoticeRow("charter_commented", (To.SECTION_OWNER,)),)),
    EventRow("comment:answered", (NoticeRow("comment_answered", (To.COMMENTER,)),)),
    EventRow("comment:settled", (NoticeRow("comment_answered", (To.COMMENTER,)),)),
    EventRow("charter:frozen", (NoticeRow("charter_to_sign", (To.SIGNATORIES,), ("charter",)),), (CHARTER_TO_SIGN,)),
    EventRow("charter:reopened", (NoticeRow("charter_reopened", (To.SIGNATORIES, *PARTNERS, *EARLIER)),)),
    EventRow("charter:turn", (NoticeRow("charter_turn", (To.SIGNATORY,)),)),
    EventRow("signatory:invited", (NoticeRow("charter_to_sign_by_link", (To.SIGNATORY_BY_LINK,)),)),
    EventRow("signatory:reminded", (NoticeRow("charter_still_to_sign_by_link", (To.SIGNATORY_BY_LINK,)),)),
    EventRow("ink_signature:entered", (NoticeRow("ink_signature_to_check", (D, P)),)),
    EventRow("ink_signature:sent_back", (NoticeRow("ink_signature_sent_back", (D,)),)),
    EventRow("charter:completed", (NoticeRow("charter_signed", (*PARTNERS, To.SIGNATORIES), ("charter",)),),
             (SIGNED_CHARTER,)),
    # Federal check
    EventRow("stage:opened", (NoticeRow("charter_to_send", (D, P)),), (FEDERAL_LETTER, HOUSE_RULES),
             opens(Stage.FEDERAL_CHECK)),
    EventRow("charter:sent", (NoticeRow("charter_sent", (To.APPLICANT, To.STEERING_GROUP, M, C, P)),)),
    EventRow("federal_answer:recorded", (NoticeRow("federal_conform", PARTNERS),),
             applies=is_conform),
    EventRow("case:sent_back", (NoticeRow("charter_remarks", (*PARTNERS, *EARLIER)),),
             applies=is_about("stage", Stage.CHARTER)),
    # Launch
    EventRow("stage:opened", (NoticeRow("launch_to_prepare", (*COORDINATORS, P, C, D)),), applies=opens(Stage.LAUNCH)),
    EventRow("launch_kit_approval:voided", (NoticeRow("launch_kit_changed", (To.COLLEAGUES,)),),
             applies=lambda happening: bool(happening.data["colleague_ids"])),
    EventRow("launch_kit:approved", (NoticeRow("launch_kit_approved", (D, P, *COORDINATORS)),), KIT),
    EventRow("launch_quote:asked", (NoticeRow("quote_asked", (To.QUOTED,)),)),
    EventRow("launch_quote:given", (NoticeRow("quote_given", (D, P)),),
             applies=lambda happening: bool(happening.data["is_by_link"])),
    EventRow("launch_quote:declined", (NoticeRow("quote_declined", (D, P)),)),
    EventRow("launch_kit:held", (NoticeRow("launch_kit_held", (D, P)),)),
    EventRow("launch_kit:sent", (NoticeRow("launch_kit_sent", (D, P, *COORDINATORS)),)),
    EventRow("launch:decided", (NoticeRow("network_launched", (To.APPLICANT, *PARTNERS), ("launch_announcement",)),),
             (ANNOUNCEMENT,), lambda happening: happening.round == 1),
    EventRow("launch:decided", (NoticeRow("network_goes_on", (To.APPLICANT, *PARTNERS), ("launch_announcement",)),),
             (ANNOUNCEMENT,), lambda happening: happening.round > 1),
    # Evaluation
    EventRow("evaluation:opened", (NoticeRow("evaluation_opened", (*COORDINATORS, P, D)),)),
    EventRow("evaluation:filled_in", (NoticeRow("evaluation_to_discuss", (*COORDINATORS, P, D)),),
             applies=are_all_views),
    EventRow("evaluation:discussed", (NoticeRow("evaluation_to_close", (D,), asks="close_evaluation"),)),
    # The report is for the partners: who gets the mail and is none of them gets it without.
    EventRow("evaluation:closed", (NoticeRow("evaluation_closed", PARTNERS, ("evaluation_report",)),
                                   NoticeRow("evaluation_closed", EARLIER)), (REPORT,),
             lambda happening: not ends_network(happening)),
    EventRow("evaluation:closed", (NoticeRow("network_ended", PARTNERS, ("evaluation_report",)),
                                   NoticeRow("network_ended", EARLIER)), (REPORT,), ends_network),
    EventRow("evaluation:closed", (NoticeRow("federal_notice", (To.MINISTRY,)),), applies=concerns_ministry),
    # Messages to the members
    EventRow("message:supplied", (NoticeRow("message_supplied", COORDINATORS),)),
    EventRow("message:key_asked", (NoticeRow("message_second_key", (P, C)),),
             applies=is_about("message_class", "urgent")),
    EventRow("message:key_asked", (NoticeRow("message_second_key", (*COORDINATORS, P)),),
             applies=lambda happening: happening.data["message_class"] != "urgent"),
    EventRow("member:not_reached", (NoticeRow("member_not_reached", COORDINATORS),)),
    EventRow("survey:opened", (NoticeRow("survey_opened_by_clock", (*COORDINATORS, D)),),
             applies=lambda happening: happening.by_id is None),
    EventRow("survey:withheld", (NoticeRow("survey_withheld", (*COORDINATORS, D)),)),
    EventRow("members:told", (NoticeRow("papers_to_deliver", (*COORDINATORS, P)),),
             applies=lambda happening: happening.data["papers"] > 0),
    EventRow("members:left_outside", (NoticeRow("members_outside_area", COORDINATORS),)),
    EventRow("network:asked", (NoticeRow("network_asked", COORDINATORS), NoticeRow("network_seems_dormant", (D, P)))),
    EventRow("network:answered", (NoticeRow("network_answered", (D, P)),)),
    EventRow("network:joined", (NoticeRow("network_joined", (*COORDINATORS, *STAFF)),)),
    # The succession of a coordinator
    EventRow("succession:begun", (NoticeRow("succession_begun", PARTNERS),)),
    *(EventRow(event, (NoticeRow("succession_turn", (To.WHO_MUST_ACT,)),))
      for event in ("successor:agreed", "successor:screened", "successor:withdrawn", "succession:reminded")),
    EventRow("successor:appointed", (NoticeRow("successor_appointed", PARTNERS),)),
    EventRow("succession:stopped", (NoticeRow("succession_stopped", PARTNERS),)),
    # Working together
    EventRow("case:handed_over", (NoticeRow("case_handed_over", (To.COLLEAGUES,)),)),
    EventRow("note:written", (NoticeRow("mentioned_in_note", (To.COLLEAGUES,)),),
             applies=lambda happening: bool(happening.data["colleague_ids"])),
    # The clock
    EventRow("reminder:planned", (NoticeRow("reminder", (To.WHO_MUST_ACT,)),)),
    EventRow("reminder:planned", (NoticeRow("reminder_to_deputy", (To.DEPUTIES,)),), applies=has_climbed("deputy")),
    EventRow("reminder:planned", (NoticeRow("reminder_to_head", (To.HEADS,)),), applies=has_climbed("head")),
)  # fmt: skip

NOTICE_KINDS = tuple(dict.fromkeys(notice.kind for row in EVENT_ROWS for notice in row.notices))
SEATED = tuple(sorted(STEERING_GROUP))
