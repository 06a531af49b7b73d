"""The words of the evaluation report: three views side by side, the counts, and the outcome."""

from collections.abc import Mapping, Sequence
from typing import Any

from documents.contexts import CrimeFigure, EvaluationAnswer, EvaluationReportContext, Finding, MessageFigure
from documents.filling_shared import case_reference, line, sender, sentence, text
from documents.standard_texts import EVALUATION_QUESTIONS
from documents.wording import counted, long_date
from models.rules.evaluation_form import JUDGEMENTS, QUESTIONS, SIDE_NAMES
from models.rules.records.evaluation import EvaluationRecord
from models.rules.records.survey import OpenSurvey, SurveyFigures
from models.rules.survey_form import BASELINE, FEWEST_ANSWERS, KIND_NAMES, SurveyQuestion, share_of_good
from models.rules.survey_form import QUESTIONS as SURVEY_QUESTIONS

OUTCOMES = {
    "continue": "Het netwerk gaat verder",
    "adjust_charter": "Het netwerk gaat verder, met een aangepast charter",
    "change_area": "Het netwerk gaat verder in een ander gebied",
    "split": "Het netwerk wordt gesplitst en gaat verder in een kleiner gebied",
    "replace_coordinator": "Het netwerk gaat verder met een andere coördinator",
    "suspend": "Het netwerk wordt geschorst",
    "merge": "Het netwerk gaat op in een ander netwerk",
    "terminate": "Het netwerk stopt",
}
NOT_ASKED = "Niet gevraagd aan deze partner."


def _outcome(record: EvaluationRecord) -> str:
    """What follows, with the other network by its name."""
    other = line(record.other_network)
    if record.outcome == "merge" and other:
        return f"Het netwerk gaat op in {other}"
    part = f"; voor de andere straten wordt {other} gevraagd" if record.outcome == "split" and other else ""
    return OUTCOMES[record.outcome] + part


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
        decided_by=line(record.body),
        decided_on=record.closed_on,
        next_evaluation_on=record.next_opens_on,
        public_url=record.case.public_url,
    )


def _summary(record: EvaluationRecord) -> tuple[str, ...]:
    """In a few sentences what a council asks: does it work, what goes on, how many take part. Only what is known."""
    views = (record.coordinator_view, record.police_view, record.municipality_view)
    kept = [JUDGEMENTS[view["agreements_kept"]] for view in views if view.get("agreements_kept")]
    served = [JUDGEMENTS[view["objectives_served"]] for view in views if view.get("objectives_served")]
    urgent = sum(record.police_view.get(code) or 0 for code in ("urgent_messages_day", "urgent_messages_night"))
    other = sum(record.police_view.get(code) or 0 for code in ("non_urgent_messages", "feedback_messages"))
    found = [
        f"Afspraken nagekomen, volgens coördinator, politie en gemeente: {', '.join(kept)}." if kept else "",
        f"Bijgedragen aan de doelstellingen: {', '.join(served)}." if served else "",
        f"{counted(urgent, 'dringend bericht', 'dringende berichten')} en {counted(other, 'ander bericht', 'andere')}."
        if record.police_view else "",
    ]  # fmt: skip
    members = record.coordinator_view.get("members")
    if members is not None:
        found.append(f"{counted(members, 'lid', 'leden')}.")
    return tuple(one for one in found if one)


def _answers(*sides: Mapping[str, Any]) -> tuple[EvaluationAnswer, ...]:
    """The three questions of every evaluation; the third is asked from the members' side only."""
    views = (
        tuple(_judged(view, "agreements_kept") for view in sides),
        tuple(_judged(view, "objectives_served") for view in sides),
        (sides[0].get("members_experience") or "Niet ingevuld.", NOT_ASKED, NOT_ASKED),
    )
    return tuple(
        EvaluationAnswer(question=question, coordinator=coordinator, police=police, municipality=municipality)
        for question, (coordinator, police, municipality) in zip(EVALUATION_QUESTIONS, views, strict=True)
    )


def _judged(view: Mapping[str, Any], code: str) -> str:
    judgement = view.get(code)
    return sentence(JUDGEMENTS[judgement]) if judgement else "Niet ingevuld."


def _messages(police: Mapping[str, Any], earlier: Mapping[str, Any],
              coordinator: Mapping[str, Any]) -> tuple[MessageFigure, ...]:  # fmt: skip
    """Urgent messages are counted by day and by night, the others as they are sent: by day."""

    def before(*codes: str) -> int | None:
        counts = [earlier.get(code) for code in codes]
        return sum(count or 0 for count in counts) if any(count is not None for count in counts) else None

    def enough(code: str) -> str:
        return JUDGEMENTS.get(coordinator.get(code) or "", "")

    day, night = "urgent_messages_day", "urgent_messages_night"
    return (
        MessageFigure(label="Dringende berichten", day=police.get(day) or 0, night=police.get(night) or 0,
                      before=before(day, night), judged=enough("urgent_enough")),
        MessageFigure(label="Niet-dringende berichten", day=police.get("non_urgent_messages") or 0, night=0,
                      before=before("non_urgent_messages"), judged=enough("non_urgent_enough")),
        MessageFigure(label="Terugkoppeling", day=police.get("feedback_messages") or 0, night=0,
                      before=before("feedback_messages")),
    )  # fmt: skip


def _crime(police: Mapping[str, Any], earlier: Mapping[str, Any]) -> tuple[CrimeFigure, ...]:
    completed, attempted = police.get("burglaries_completed"), police.get("burglaries_attempted")
    if completed is None and attempted is None:
        return ()
    before = [earlier.get("burglaries_completed"), earlier.get("burglaries_attempted")]
    is_known = any(count is not None for count in before)
    return (
        CrimeFigure(label="Woninginbraak", completed=completed or 0, attempted=attempted or 0,
                    before=sum(count or 0 for count in before) if is_known else None),
    )  # fmt: skip


SURVEY_TITLES = {
    "safety": "Veiligheidsgevoel van de leden", "neighbours": "Contact tussen buren",
    "enough_messages": "Genoeg berichten", "useful_messages": "Nuttige berichten",
    "police": "Band van de leden met de politie", "reporting": "Sneller melden",
}  # fmt: skip


def _surveyed(record: EvaluationRecord) -> tuple[Finding, ...]:
    """What the members answered, from ten answers up, beside what they answered before; else that it was too little. Of
    a survey that is still open it says only that."""
    return (*_still_open(record.surveys.still_open), *_answered(record.surveys.last, record.surveys.earlier))


def _still_open(survey: OpenSurvey | None) -> tuple[Finding, ...]:
    if survey is None:
        return ()
    told = (
        f"Toen deze evaluatie werd afgesloten, liep er nog een bevraging van de leden ({KIND_NAMES[survey.kind]} "
        f"{survey.year}), tot en met {long_date(survey.closes_on)}. De antwoorden staan niet in dit verslag."
    )
    return (Finding("Bevraging die nog loopt", told),)


def _answered(survey: SurveyFigures | None, earlier: Sequence[SurveyFigures]) -> tuple[Finding, ...]:
    if survey is None:
        return ()
    answers = f"{survey.answers} van de {survey.asked} leden antwoordden"
    if not survey.has_enough:
        too_few = (
            f"In {survey.year} zijn de leden bevraagd: {answers}. Dat is te weinig (minstens {FEWEST_ANSWERS}), dus de "
            f"bevraging telt niet mee in de conclusies."
        )
        return (Finding("Bevraging van de leden", too_few),)
    source = f"anonieme bevraging van de leden in {survey.year}, {answers}"
    return tuple(
        Finding(SURVEY_TITLES[one.code], _told(one, survey, earlier), source)
        for one in SURVEY_QUESTIONS if one.code in survey.counts
    )  # fmt: skip


def _told(question: SurveyQuestion, survey: SurveyFigures, earlier: Sequence[SurveyFigures]) -> str:
    before = [
        f"{'bij de nulmeting in' if one.kind == BASELINE else 'in'} {one.year} was dat "
        f"{share_of_good(question, one.counts[question.code])} procent"
        for one in earlier if question.code in one.counts
    ]  # fmt: skip
    now = f"{share_of_good(question, survey.counts[question.code])} procent {question.told}"
    return f"Van wie deze vraag beantwoordde: {now}." + (f" {sentence(', '.join(before))}" if before else "")


def _findings(coordinator: Mapping[str, Any], police: Mapping[str, Any],
              municipality: Mapping[str, Any]) -> tuple[Finding, ...]:  # fmt: skip
    """Every text that somebody wrote and that stands nowhere else, under the question that was asked."""
    views = zip(SIDE_NAMES, (coordinator, police, municipality), SIDE_NAMES.values(), strict=True)
    found = [
        Finding(question.sentence.rstrip("?"), view[question.code], source)
        for side, view, source in views
        for question in QUESTIONS[side]
        if question.kind == "text" and question.code != "members_experience" and view.get(question.code)
    ]
    meetings = coordinator.get("meetings")
    if meetings is not None:
        found.append(Finding("Bijeenkomsten", f"Aantal bijeenkomsten van het BIN: {meetings}.", "de coördinator"))
    return tuple(found)
