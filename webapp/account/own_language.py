"""In which language somebody wants their pages and mails."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice

from models.database import db
from models.person import Person
from models.rules.languages import OWN_NAMES
from models.settings import settings
from webapp.forms import BinstartForm, render_form
from webapp.languages import forget_choice_of_browser, speak
from webapp.permissions import current_actor, may
from webapp.transaction import commit

blueprint = Blueprint("own_language", __name__)

NONE = "none"


class ChooseLanguageForm(BinstartForm):
    """One of the languages that are on here, or what the browser asks."""

    language = RadioField(_l("In welke taal wilt u Binstart lezen?"))

    def offer(self, codes: tuple[str, ...]) -> None:
        """The languages that can be chosen."""
        names = [SelectChoice(code, OWN_NAMES[code], render_kw={"lang": code}) for code in codes]
        self.language.choices = [*names, SelectChoice(NONE, str(_("die van uw toestel")))]


@blueprint.route("/account/taal", methods=["GET", "POST"])
@may("see_own_account")
def choose_language() -> tuple[str, int] | Response:
    """Choose; it holds on every device, and for mails where their text is translated."""
    actor = current_actor()
    assert actor is not None
    person = db.session.get_one(Person, actor.person_id)
    form = ChooseLanguageForm(data={"language": person.language or NONE})
    form.offer(settings().languages_on)
    if form.validate_on_submit():
        person.language = "" if form.language.data == NONE else form.language.data
        commit()
        forget_choice_of_browser()
        speak(person.language)
        flash(_("Uw keuze is bewaard."), "success")
        return redirect(url_for("account.show_account"))
    return render_form("account/choose_language.html", form)
