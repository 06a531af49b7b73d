"""The words of the evaluation report: three views side by side, the counts, and the outcome."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.contexts.procedure import CrimeFigure, EvaluationAnswer, EvaluationReportContext, Finding, MessageFigure
from documents.filling.shared import body, case_reference, line, sender, sentence, text
from documents.language import in_language_of_case, ruled, said, to_say
from documents.standard_texts import EVALUATION_QUESTIONS
from documents.wording import counted, long_date
from models.rules.evaluation_form import QUESTIONS, SIDE_NAMES
from models.rules.records.evaluation import EvaluationRecord
from models.rules.records.survey import OpenSurvey, SurveyFigures
from models.rules.survey_form import BASELINE, FEWEST_ANSWERS, YEARLY, SurveyQuestion, share_of_good
from models.rules.survey_form import QUESTIONS as SURVEY_QUESTIONS

OUTCOMES = {
    "continue": to_say("Het netwerk gaat verder"),
    "adjust_charter": to_say("Het netwerk gaat verder, met een aangepast charter"),
    "change_area": to_say("Het netwerk gaat verder in een ander gebied"),
    "split": to_say("Het netwerk wordt gesplitst en gaat verder in een kleiner gebied"),
    "replace_coordinator": to_say("Het netwerk gaat verder met een andere coördinator"),
    "suspend": to_say("Het netwerk wordt geschorst"),
    "merge": to_say("Het netwerk gaat op in een ander netwerk"),
    "terminate": to_say("Het netwerk stopt"),
}
NOT_ASKED = to_say("Niet gevraagd aan deze partner.")
NOT_FILLED_IN = to_say("Niet ingevuld.")
# As models.rules.evaluation_form and survey_form call them, to be said.
JUDGED = {"yes": to_say("ja"), "partly": to_say("gedeeltelijk"), "no": to_say("nee")}
SURVEY_KINDS = {BASELINE: to_say("nulmeting"), YEARLY: to_say("jaarlijkse bevraging")}


def _outcome(record: EvaluationRecord) -> str:
    """What follows, with the other network by its name."""
    other = line(record.other_network)
    if record.outcome == "merge" and other:
        return said("Het netwerk gaat op in {other}", other=other)
    if record.outcome == "split" and other:
        return said(
            "Het netwerk wordt gesplitst en gaat verder in een kleiner gebied; voor de andere straten wordt {other} "
            "gevraagd",
            other=other,
        )
    return said(OUTCOMES[record.outcome])


@in_language_of_case
def evaluation_report(record: EvaluationRecord) -> EvaluationReportContext:
    """The report of one closed evaluation."""
    coordinator, police, municipality = record.coordinator_view, record.police_view, record.municipality_view
    return EvaluationReportContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.closed_on,
        period_from=record.period_from,
        period_until=record.period_until,
        answers=_answers(coordinator, police, municipality),
        messages=_messages(police, record.earlier_police_view, coordinator),
        members=coordinator.get("members"),
        members_before=record.earlier_coordinator_view.get("members"),
        crime=_crime(police, record.earlier_police_view),
        findings=(*_surveyed(record), *_findings(coordinator, police, municipality)),
        discussed_on=record.discussed_on,
        discussed_by=line(record.discussed_by),
        conclusions=text(record.conclusions),
        summary=_summary(record),
        outcome=_outcome(record),
        outcome_reason=text(record.reason),
        decided_by=line(body(record.body)),
        decided_on=record.closed_on,
        next_evaluation_on=record.next_opens_on,
        public_url=record.case.public_url,
    )


def _summary(record: EvaluationRecord) -> tuple[str, ...]:
    """In a few sentences what a council asks: does it work, what goes on, how many take part. Only what is known."""
    views = (record.coordinator_view, record.police_view, record.municipality_view)
    kept = ", ".join(filter(None, (_judgement(view, "agreements_kept") for view in views)))
    served = ", ".join(filter(None, (_judgement(view, "objectives_served") for view in views)))
    urgent = sum(record.police_view.get(code) or 0 for code in ("urgent_messages_day", "urgent_messages_night"))
    other = sum(record.police_view.get(code) or 0 for code in ("non_urgent_messages", "feedback_messages"))
    found = [
        said("Afspraken nagekomen, volgens coördinator, politie en gemeente: {answers}.", answers=kept) if kept else "",
        said("Bijgedragen aan de doelstellingen: {answers}.", answers=served) if served else "",
        said("{urgent} en {others}.", urgent=counted(urgent, "dringend bericht", "dringende berichten"),
             others=counted(other, "ander bericht", "andere")) if record.police_view else "",
    ]  # fmt: skip
    members = record.coordinator_view.get("members")
    if members is not None:
        found.append(sentence(counted(members, "lid", "leden")))
    return tuple(one for one in found if one)


def _answers(*sides: Mapping[str, Any]) -> tuple[EvaluationAnswer, ...]:
    """The three questions of every evaluation; the third is asked from the members' side only."""
    views = (
        tuple(_judged(view, "agreements_kept") for view in sides),
        tuple(_judged(view, "objectives_served") for view in sides),
        (sides[0].get("members_experience") or said(NOT_FILLED_IN), said(NOT_ASKED), said(NOT_ASKED)),
    )
    return tuple(
        EvaluationAnswer(question=said(question), coordinator=coordinator, police=police, municipality=municipality)
        for question, (coordinator, police, municipality) in zip(EVALUATION_QUESTIONS, views, strict=True)
    )


def _judged(view: Mapping[str, Any], code: str) -> str:
    return sentence(_judgement(view, code)) or said(NOT_FILLED_IN)


def _judgement(view: Mapping[str, Any], code: str) -> str:
    """In a word; empty where nobody judged."""
    judgement = view.get(code)
    return said(JUDGED[judgement]) if judgement else ""


def _messages(police: Mapping[str, Any], earlier: Mapping[str, Any],
              coordinator: Mapping[str, Any]) -> tuple[MessageFigure, ...]:  # fmt: skip
    """Urgent messages are counted by day and by night, the others as they are sent: by day."""

    def before(*codes: str) -> int | None:
        counts = [earlier.get(code) for code in codes]
        return sum(count or 0 for count in counts) if any(count is not None for count in counts) else None

    day, night = "urgent_messages_day", "urgent_messages_night"
    return (
        MessageFigure(label=said("Dringende berichten"), day=police.get(day) or 0, night=police.get(night) or 0,
                      before=before(day, night), judged=_judgement(coordinator, "urgent_enough")),
        MessageFigure(label=said("Niet-dringende berichten"), day=police.get("non_urgent_messages") or 0, night=0,
                      before=before("non_urgent_messages"), judged=_judgement(coordinator, "non_urgent_enough")),
        MessageFigure(label=said("Terugkoppeling"), day=police.get("feedback_messages") or 0, night=0,
                      before=before("feedback_messages")),
    )  # fmt: skip


def _crime(police: Mapping[str, Any], earlier: Mapping[str, Any]) -> tuple[CrimeFigure, ...]:
    completed, attempted = police.get("burglaries_completed"), police.get("burglaries_attempted")
    if completed is None and attempted is None:
        return ()
    before = [earlier.get("burglaries_completed"), earlier.get("burglaries_attempted")]
    is_known = any(count is not None for count in before)
    return (
        CrimeFigure(label=said("Woninginbraak"), completed=completed or 0, attempted=attempted or 0,
                    before=sum(count or 0 for count in before) if is_known else None),
    )  # fmt: skip


SURVEY_TITLES = {
    "safety": to_say("Veiligheidsgevoel van de leden"), "neighbours": to_say("Contact tussen buren"),
    "enough_messages": to_say("Genoeg berichten"), "useful_messages": to_say("Nuttige berichten"),
    "police": to_say("Band van de leden met de politie"), "reporting": to_say("Sneller melden"),
}  # fmt: skip
# What members do who chose one of the good steps of a question (models.rules.survey_form).
SURVEY_TOLD = {
    "safety": to_say("Van wie deze vraag beantwoordde: {share} procent voelt zich veilig of heel veilig in de eigen "
                     "straat."),
    "neighbours": to_say("Van wie deze vraag beantwoordde: {share} procent kent enkele of veel buren goed genoeg om "
                         "iets te vragen."),
    "enough_messages": to_say("Van wie deze vraag beantwoordde: {share} procent vindt dat er genoeg berichten komen."),
    "useful_messages": to_say("Van wie deze vraag beantwoordde: {share} procent vindt de berichten nuttig."),
    "police": to_say("Van wie deze vraag beantwoordde: {share} procent heeft een goede band met de politie in de "
                     "buurt."),
    "reporting": to_say("Van wie deze vraag beantwoordde: {share} procent zou iets verdachts sneller melden dan "
                        "vroeger."),
}  # fmt: skip


def _surveyed(record: EvaluationRecord) -> tuple[Finding, ...]:
    """What the members answered, from ten answers up, beside what they answered before; else that it was too little. Of
    a survey that is still open it says only that."""
    return (*_still_open(record.surveys.still_open), *_answered(record.surveys.last, record.surveys.earlier))


def _still_open(survey: OpenSurvey | None) -> tuple[Finding, ...]:
    if survey is None:
        return ()
    told = said(
        "Toen deze evaluatie werd afgesloten, liep er nog een bevraging van de leden ({kind} {year}), tot en met "
        "{day}. De antwoorden staan niet in dit verslag.",
        kind=said(SURVEY_KINDS[survey.kind]),
        year=survey.year,
        day=long_date(survey.closes_on),
    )
    return (Finding(said("Bevraging die nog loopt"), told),)


def _answered(survey: SurveyFigures | None, earlier: Sequence[SurveyFigures]) -> tuple[Finding, ...]:
    if survey is None:
        return ()
    facts = {"year": survey.year, "answers": survey.answers, "asked": survey.asked}
    if not survey.has_enough:
        too_few = said(
            "In {year} zijn de leden bevraagd: {answers} van de {asked} leden antwoordden. Dat is te weinig (minstens "
            "{fewest}), dus de bevraging telt niet mee in de conclusies.",
            fewest=FEWEST_ANSWERS,
            **facts,
        )
        return (Finding(said("Bevraging van de leden"), too_few),)
    source = said("anonieme bevraging van de leden in {year}, {answers} van de {asked} leden antwoordden", **facts)
    return tuple(
        Finding(said(SURVEY_TITLES[one.code]), _told(one, survey, earlier), source)
        for one in SURVEY_QUESTIONS if one.code in survey.counts
    )  # fmt: skip


def _told(question: SurveyQuestion, survey: SurveyFigures, earlier: Sequence[SurveyFigures]) -> str:
    now = said(SURVEY_TOLD[question.code], share=share_of_good(question, survey.counts[question.code]))
    before = [_told_before(question, one) for one in earlier if question.code in one.counts]
    return f"{now} {sentence(', '.join(before))}" if before else now


def _told_before(question: SurveyQuestion, survey: SurveyFigures) -> str:
    share = share_of_good(question, survey.counts[question.code])
    if survey.kind == BASELINE:
        return said("bij de nulmeting in {year} was dat {share} procent", year=survey.year, share=share)
    return said("in {year} was dat {share} procent", year=survey.year, share=share)


def _findings(coordinator: Mapping[str, Any], police: Mapping[str, Any],
              municipality: Mapping[str, Any]) -> tuple[Finding, ...]:  # fmt: skip
    """Every text that somebody wrote and that stands nowhere else, under the question that was asked."""
    views = zip(SIDE_NAMES, (coordinator, police, municipality), SIDE_NAMES.values(), strict=True)
    found = [
        Finding(ruled(question.sentence), view[question.code], ruled(source))
        for side, view, source in views
        for question in QUESTIONS[side]
        if question.kind == "text" and question.code != "members_experience" and view.get(question.code)
    ]
    meetings = coordinator.get("meetings")
    if meetings is not None:
        told = said("Aantal bijeenkomsten van het BIN: {count}.", count=meetings)
        found.append(Finding(said("Bijeenkomsten"), told, ruled(SIDE_NAMES["coordinator"])))
    return tuple(found)
