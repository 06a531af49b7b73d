"""The forms of the evaluation, made from its questions (models.rules.evaluation_form): one field per question code."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectChoice
from wtforms.validators import Optional

from models.rules.evaluation_form import JUDGEMENTS, QUESTIONS, Question
from webapp.case.forms import ActionForm, a_choice, a_count, a_day, a_line, a_text


class ViewForm(ActionForm):
    """The view of one side; `side` is coordinator, police or municipality."""

    side = ""

    def view(self) -> dict[str, Any]:
        """The answers by the code of their question."""
        return {
            question.code: self[question.code].data or _nothing(self[question.code])
            for question in QUESTIONS[self.side]
        }


def _nothing(field: Field) -> Any:
    """Nought is an answer, an untouched field is none."""
    return field.data if field.data == 0 else None


def _field(question: Question) -> Field:
    missing = _l("Vul dit in.") if question.is_required else ""
    if question.kind == "count":
        return a_count(question.sentence, missing)
    if question.kind == "judgement" and question.is_required:
        return a_choice(question.sentence, JUDGEMENTS, _l("Kies ja, gedeeltelijk of nee."))
    if question.kind == "judgement":
        choices = [SelectChoice(value, name) for value, name in JUDGEMENTS.items()]
        return RadioField(question.sentence, choices=choices, validators=[Optional()])
    return a_text(question.sentence, missing)


def _form(side: str) -> type[ViewForm]:
    fields = {question.code: _field(question) for question in QUESTIONS[side]}
    return type(f"{side.title()}ViewForm", (ViewForm,), {"side": side, **fields})


class RecordDiscussionForm(ActionForm):
    """When the partners sat together, and what they conclude."""

    discussed_on = a_day(_l("Wanneer was het gesprek?"), _l("Vul in wanneer het gesprek was."))
    discussed_by = a_line(_l("Wie was erbij?"), _l("Vul in wie erbij was."),
                          _l("Bijvoorbeeld: de coördinator, de gemandateerde en de schepen."))  # fmt: skip
    conclusions = a_text(_l("Wat besluit u samen?"), _l("Vul in wat u samen besluit."),
                         _l("Dit komt in het evaluatieverslag."))  # fmt: skip


VIEW_FORMS = {side: _form(side) for side in QUESTIONS}
