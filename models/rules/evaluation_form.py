"""The evaluation form: the blocks and the three questions, per side (domain.md section 4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from models.rules.access import COORDINATORS, MUNICIPAL_ROLES, POLICE_ROLES, Role
from models.rules.refusals import Invalid

SIDE_NAMES = {"coordinator": "de coördinator", "police": "de politie", "municipality": "de gemeente"}
SIDE_ROLES = {"coordinator": COORDINATORS, "police": POLICE_ROLES, "municipality": MUNICIPAL_ROLES}
JUDGEMENTS = {"yes": "ja", "partly": "gedeeltelijk", "no": "nee"}
LONGEST_TEXT = 5000


@dataclass(frozen=True)
class Question:
    """One question: `kind` is count, judgement or text; `is_required` unless it may stay empty."""

    code: str
    sentence: str
    kind: str
    is_required: bool = True


# Three questions of besafe.jdbi 'evalueren', asked from both sides.
_THREE = (
    Question("agreements_kept", "Zijn de afspraken van het charter nagekomen?", "judgement"),
    Question("objectives_served", "Heeft het BIN bijgedragen aan de doelstellingen van dit charter?", "judgement"),
)
QUESTIONS: dict[str, tuple[Question, ...]] = {
    "coordinator": (
        *_THREE,
        Question("members_experience", "Hoe ervaren de leden het BIN?", "text"),
        Question("members", "Aantal leden (woningen)", "count"),
        Question("meetings", "Aantal bijeenkomsten van het BIN", "count"),
        Question("urgent_enough", "Kregen de leden genoeg dringende berichten?", "judgement", is_required=False),
        Question("non_urgent_enough", "Kregen de leden genoeg andere berichten?", "judgement", is_required=False),
        Question("follow_up", "Hoe ervaart u de opvolging van meldingen door de politie?", "text"),
        Question("safety_feeling", "Hoe is het veiligheidsgevoel in de buurt?", "text"),
        Question("proposals", "Wat kan beter?", "text", is_required=False),
    ),
    "police": (
        *_THREE,
        Question("urgent_messages_day", "Dringende berichten overdag (6 tot 22 uur)", "count"),
        Question("urgent_messages_night", "Dringende berichten ’s nachts (22 tot 6 uur)", "count"),
        Question("non_urgent_messages", "Niet-dringende berichten", "count"),
        Question("feedback_messages", "Berichten met terugkoppeling", "count"),
        Question("burglaries_completed", "Woninginbraken in het gebied: voltooid", "count", is_required=False),
        Question("burglaries_attempted", "Woninginbraken in het gebied: pogingen", "count", is_required=False),
        Question("burglaries_total", "Woninginbraken in het gebied: alles samen", "count", is_required=False),
        Question("reporting_behaviour", "Hoe is het meldingsgedrag van de bewoners?", "text"),
        Question("relation", "Hoe is de relatie tussen burgers en politie?", "text"),
        Question("proposals", "Wat kan beter?", "text", is_required=False),
    ),
    "municipality": (
        *_THREE,
        Question("support", "Welke steun gaf de gemeente, en volstaat die?", "text"),
        Question("cooperation", "Hoe loopt de samenwerking met het BIN en met de politie?", "text"),
        Question("signals", "Wat hoort de gemeente over het BIN van bewoners?", "text", is_required=False),
        Question("proposals", "Wat kan beter?", "text", is_required=False),
    ),
}
# Which counts of the police come from the message log (models.queries.networks.messages.counts_for_evaluation).
FROM_LOG = ("urgent_messages_day", "urgent_messages_night", "non_urgent_messages", "feedback_messages")


def may_read_view(given: Collection[str], side: str, roles: Collection[Role]) -> bool:
    """Each side gives its view before it sees the others': until all three are there, one reads that of one's own."""
    return set(given) >= set(QUESTIONS) or not SIDE_ROLES[side].isdisjoint(roles)


def checked_view(side: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of one side. Raises Invalid with the question's code for what is missing or can't be."""
    known = {question.code for question in QUESTIONS[side]}
    for code in values:
        if code not in known:
            raise Invalid("unknown_question", "Deze vraag bestaat niet.", code)
    view = {question.code: _checked(question, values.get(question.code)) for question in QUESTIONS[side]}
    _check_sums(view)
    return view


def _check_sums(view: Mapping[str, Any]) -> None:
    """Bad story: more burglaries completed than there were in all, and a council that decides on it."""
    completed, attempted = view.get("burglaries_completed"), view.get("burglaries_attempted")
    total = view.get("burglaries_total")
    if total is None:
        return
    if (completed or 0) > total or (attempted or 0) > total:
        raise Invalid("impossible", "Dit kan niet: een deel is meer dan alles samen.", "burglaries_total")
    if completed is not None and attempted is not None and completed + attempted != total:
        raise Invalid("impossible", f"Dit kan niet: {completed} voltooid en {attempted} pogingen is niet {total}.",
                      "burglaries_total")  # fmt: skip


def _checked(question: Question, value: Any) -> Any:
    if value is None or value == "":
        if question.is_required:
            raise Invalid("missing", "Vul dit in.", question.code)
        return None
    if question.kind == "count":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
            raise Invalid("not_a_count", "Vul een getal in, 0 of meer.", question.code)
    elif question.kind == "judgement":
        if value not in JUDGEMENTS:
            raise Invalid("unknown_judgement", "Kies ja, gedeeltelijk of nee.", question.code)
    elif not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Invalid("too_long", f"Hoogstens {LONGEST_TEXT} tekens.", question.code)
    return value
