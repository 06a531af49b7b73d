"""The forms of the survey of the members: opening it, answering it, and entering what came back on paper."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from models.enrolment import Enrolment
from models.rules.survey_form import BASELINE, LONGEST_TEXT, QUESTIONS, TEXT, TEXT_SENTENCE, YEARLY, SurveyQuestion
from webapp.case.forms import ActionForm, a_count
from webapp.forms import BinstartForm, number_of, trimmed


def _asked(question: SurveyQuestion) -> RadioField:
    steps = [SelectChoice(code, _l(step)) for code, step in question.steps.items()]
    return RadioField(_l(question.sentence), choices=steps, validators=[Optional()])


class SurveyAnswers:
    """The questions as fields; `keep_only` leaves those of one kind of survey."""

    safety, neighbours, enough_messages, useful_messages, police, reporting = (_asked(one) for one in QUESTIONS)
    text = TextAreaField(
        _l(TEXT_SENTENCE),
        filters=[trimmed],
        description=_l("Schrijf geen namen, ook niet die van uzelf, en niets waaraan men u herkent."),
        validators=[Optional(), Length(max=LONGEST_TEXT, message=_l("Hoogstens %(most)s tekens.", most=LONGEST_TEXT))],
    )


class AnswerSurveyForm(SurveyAnswers, BinstartForm):
    """What a member answers by their link."""


class EnterPaperForm(SurveyAnswers, ActionForm):
    """One form that came back on paper."""

    paper_number = a_count(_l("Welk nummer staat bovenaan het blad?"), _l("Vul het nummer van het blad in."))


def keep_only(form: BinstartForm, questions: Iterable[SurveyQuestion]) -> None:
    """Ask these questions and no others."""
    kept = {one.code for one in questions}
    for one in QUESTIONS:
        if one.code not in kept:
            del form[one.code]


def answers_in(form: BinstartForm) -> dict[str, Any]:
    """What was chosen and written."""
    return {one: form[one].data for one in (*(question.code for question in QUESTIONS), TEXT) if one in form}


class OpenSurveyForm(ActionForm):
    """Which of the two."""

    kind = RadioField(
        _l("Welke bevraging?"),
        choices=[
            SelectChoice(BASELINE, _l("De nulmeting: hoe het was bij de lancering, met drie vragen")),
            SelectChoice(YEARLY, _l("De jaarlijkse bevraging, met zes vragen")),
        ],
        validators=[InputRequired(_l("Kies een soort bevraging."))],
    )

    def offer(self, kinds: Collection[str]) -> None:
        """Those that can be opened now; the others are refused in words where somebody sends them all the same."""
        self.kind.choices = [one for one in self.kind.choices or () if getattr(one, "value", "") in kinds]


class HandOutPaperForm(ActionForm):
    """Which member gets paper."""

    enrolment_id = SelectField(
        _l("Welk lid antwoordt liever op papier?"), validators=[InputRequired(_l("Kies een lid."))]
    )

    def offer(self, members: Sequence[Enrolment]) -> None:
        """Those who were mailed, by name."""
        self.enrolment_id.choices = [SelectChoice("", _("Kies een lid"))] + [
            SelectChoice(str(one.id), one.name) for one in members
        ]

    def chosen(self) -> int:
        """Whom."""
        return number_of(self.enrolment_id.data)
