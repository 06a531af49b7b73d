"""The survey on paper, from the record of its network."""

from datetime import date

from documents.contexts.survey import PrintedQuestion, SurveyFormContext
from documents.filling.shared import case_reference, contact, line, sender
from documents.language import in_language_of_case, ruled
from models.rules.records.shared import CaseRecord
from models.rules.survey_form import TEXT_SENTENCE, questions_of


@in_language_of_case
def survey_form(record: CaseRecord, kind: str, numbers: tuple[int, ...], dated_on: date,
                closes_on: date) -> SurveyFormContext:  # fmt: skip
    """One page for each number, with the present questions of this kind of survey."""
    return SurveyFormContext(
        case=case_reference(record),
        sender=sender(record),
        dated_on=dated_on,
        numbers=numbers,
        questions=tuple(
            PrintedQuestion(
                sentence=line(ruled(one.sentence)), steps=tuple(line(ruled(step)) for step in one.steps.values())
            )
            for one in questions_of(kind)
        ),
        text_sentence=ruled(TEXT_SENTENCE),
        closes_on=closes_on,
        contact=contact(record),
    )
