"""The forms of the evaluation, made from its questions (models.rules.evaluation_form): one field per question code."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field

from models.rules.evaluation_form import JUDGEMENTS, QUESTIONS, Question
from webapp.case.forms import ActionForm, a_choice, a_count, a_text


class ViewForm(ActionForm):
    """The view of one side; `side` is coordinator or police."""

    side = ""

    def view(self) -> dict[str, Any]:
        """The answers by the code of their question."""
        return {question.code: self[question.code].data for question in QUESTIONS[self.side]}


def _field(question: Question) -> Field:
    missing = _l("Vul dit in.") if question.is_required else ""
    if question.kind == "count":
        return a_count(question.sentence, missing)
    if question.kind == "judgement":
        return a_choice(question.sentence, JUDGEMENTS, _l("Kies ja, gedeeltelijk of nee."))
    return a_text(question.sentence, missing)


def _form(side: str) -> type[ViewForm]:
    fields = {question.code: _field(question) for question in QUESTIONS[side]}
    return type(f"{side.title()}ViewForm", (ViewForm,), {"side": side, **fields})


VIEW_FORMS = {side: _form(side) for side in QUESTIONS}
