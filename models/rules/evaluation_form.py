"""The evaluation form: the blocks and the three questions, per side (domain.md section 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.rules.refusals import Invalid

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
        Question("reporting_behaviour", "Hoe is het meldingsgedrag van de bewoners?", "text"),
        Question("relation", "Hoe is de relatie tussen burgers en politie?", "text"),
        Question("proposals", "Wat kan beter?", "text", is_required=False),
    ),
}


def checked_view(side: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of one side. Raises Invalid with the question's code for what is missing or can't be."""
    known = {question.code for question in QUESTIONS[side]}
    for code in values:
        if code not in known:
            raise Invalid("unknown_question", "Deze vraag bestaat niet.", code)
    return {question.code: _checked(question, values.get(question.code)) for question in QUESTIONS[side]}


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
