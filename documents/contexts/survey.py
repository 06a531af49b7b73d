"""The facts of the survey on paper."""

from dataclasses import dataclass
from datetime import date

from documents.contexts.shared import CaseReference, Contact, Sender
from documents.limits import Line, Printed


@dataclass(frozen=True, kw_only=True)
class PrintedQuestion(Printed):
    """One question with the answers to tick."""

    sentence: Line
    steps: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class SurveyFormContext(Printed):
    """The forms of one survey, one page for each of the `numbers`; who fills one in writes no name."""

    case: CaseReference
    sender: Sender
    dated_on: date
    numbers: tuple[int, ...]
    questions: tuple[PrintedQuestion, ...]
    text_sentence: Line
    closes_on: date
    contact: Contact
