"""The forms with which somebody replies to the invitation of an info evening, changes the reply or takes it back."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from models.info_evening import InfoEvening
from models.operations.accounts.signing_in import LONGEST_ADDRESS
from models.operations.evenings.replying import ReplyAnswer
from models.reply import Reply
from models.rules.procedure import agenda_of
from models.rules.replies import ANSWERS, LONGEST_QUESTION, MOST_PEOPLE, NEEDS
from webapp.case.forms import WholeNumberField
from webapp.forms import LONGEST_LINE, BinstartForm, trimmed

TOO_LONG_LINE = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_LINE)
TOO_LONG = _l("Dit is te lang: hoogstens %(number)s tekens.", number=LONGEST_QUESTION)


class ReplyForm(BinstartForm):
    """Do you come, with how many, what do you need, what do you want to know?"""

    answer = RadioField(_l("Komt u?"), choices=[SelectChoice(value, text) for value, text in ANSWERS.items()],
                        validators=[InputRequired(_l("Kies of u komt."))])  # fmt: skip
    people = WholeNumberField(
        _l("Met hoeveel komt u?"),
        description=_l("Alleen als u komt. Tel iedereen van uw woning, hoogstens %(most)s.", most=MOST_PEOPLE),
        render_kw={"inputmode": "numeric", "class": "govuk-input--width-5"},
        validators=[Optional()],
    )
    needs = SelectMultipleField(
        _l("Hebt u iets nodig?"),
        description=_l("U mag ook niets aanvinken."),
        choices=[SelectChoice(value, text) for value, text in NEEDS.items()],
    )
    other_needs = StringField(
        _l("Iets anders nodig?"),
        filters=[trimmed],
        validators=[Length(max=LONGEST_LINE, message=TOO_LONG_LINE)],
    )
    question = TextAreaField(
        _l("Hebt u al een vraag?"),
        description=_l("De gemeente en de politie lezen ze vooraf. Schrijf geen namen van buren."),
        filters=[trimmed],
        validators=[Length(max=LONGEST_QUESTION, message=TOO_LONG)],
    )
    question_item = SelectField(_l("Waarover gaat uw vraag?"), validate_choice=False)
    email = EmailField(
        _l("Uw e-mailadres"),
        description=_l(
            "U krijgt een herinnering, een mail als de avond verandert of als er een plaats vrijkomt, en achteraf het "
            "verslag als u er was."
        ),
        filters=[trimmed],
        validators=[Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang."))],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )
    wants_news = BooleanField(_l("Ik wil ook na de avond nieuws over dit netwerk"))

    def offer(self, evening: InfoEvening) -> None:
        """The agenda of the evening."""
        items = [SelectChoice(code, title) for code, title in agenda_of(evening.extra_items).items()]
        self.question_item.choices = [SelectChoice("", str(_("Dat weet ik niet"))), *items]

    def chosen(self) -> ReplyAnswer:
        """The reply as it was filled in."""
        return ReplyAnswer(
            answer=self.answer.data or "",
            people=self.people.data or 0,
            needs=self.needs.data or [],
            other_needs=self.other_needs.data or "",
            question=self.question.data or "",
            question_item=self.question_item.data or "",
            email=self.email.data or "" if self.email else "",
            wants_news=bool(self.wants_news.data),
        )


class ReplyByMailForm(ReplyForm):
    """The same for who has no letter: the mail address is needed, because a link in a mail confirms the reply."""

    email = EmailField(
        _l("Uw e-mailadres"),
        description=_l("U krijgt een mail om uw antwoord te bevestigen, en achteraf het verslag als u komt."),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Vul uw e-mailadres in.")),
            Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang.")),
        ],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )


class ChangeReplyForm(ReplyForm):
    """The same by the link of the mail: the address is the one of the mail."""

    email = None


class ReplyButtonForm(BinstartForm):
    """One button."""


def as_filled_in(reply: Reply | None) -> dict[str, Any]:
    """What was replied before, to be changed."""
    if reply is None or reply.state == "withdrawn":
        return {}
    names = ("answer", "needs", "other_needs", "question", "question_item", "email", "wants_news")
    return {name: getattr(reply, name) for name in names} | {"people": reply.people or None}
