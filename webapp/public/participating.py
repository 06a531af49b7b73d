"""Taking part: somebody who was invited, or gave a voice, gives their data with consent, and looks after them."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from models.case import FoundingCase
from models.database import db
from models.operations.accounts.attempts import require_below_limit
from models.operations.evenings.participating import PersonalLink, give_data, letter_link, voice_link, withdraw_data
from models.operations.support.giving_voices import open_voice
from models.queries.evenings.candidates import is_candidate
from models.queries.evenings.participants import takes_participants
from models.rules.invitations import read_code, spaced_code
from models.rules.participants import CONSENT, REACH, WISHES, consent_text
from models.rules.procedure import Stage
from models.rules.refusals import Invalid
from webapp.clock import now
from webapp.forms import refusal_to_form, render_form
from webapp.languages import read_in
from webapp.link_pages import caller, count_request, count_wrong_code, private, private_answer
from webapp.permissions import may
from webapp.public.participant_forms import GiveDataForm, LetterCodeForm, WithdrawDataForm, as_given
from webapp.rule_words import worded
from webapp.transaction import commit

blueprint = Blueprint("participating", __name__)

Answer = str | tuple[str, int] | AnyResponse

WRONG_CODE = "wrong_participant_code"
FORMS = "participant_from_caller"


@blueprint.route("/steun/<public_number>/gegevens", methods=["GET", "POST"])
@may("give_participant_data")
def ask_letter_code(public_number: str) -> Answer:
    """For who reads the address of one network on a screen or a paper: type the code of the letter."""
    case = _case(public_number)
    form = LetterCodeForm()
    if form.validate_on_submit():
        link = _letter(form.code.data)
        if link is not None and link.case_id == case.id:
            code = spaced_code(read_code(form.code.data))
            return private_answer(redirect(url_for("participating.give_data_by_letter", code=code)))
        sentence = _("Deze code kennen wij niet. Kijk ze na: tien tekens, zonder de letters O en I.")
        if link is not None:
            sentence = _("Deze code hoort bij een ander netwerk. Hier kunt u er niets mee.")
            count_wrong_code(WRONG_CODE, now())
        form.code.errors = [sentence]
    return private(*render_form("public/ask_letter_code.html", form, case=case,
                                 is_open=takes_participants(db.session(), case)))  # fmt: skip


@blueprint.route("/u/<code>/gegevens", methods=["GET", "POST"])
@may("give_participant_data")
def give_data_by_letter(code: str) -> Answer:
    """The data of who was invited by a letter. The code may be typed with spaces, hyphens and small letters."""
    link = _letter(code)
    if link is None:
        return private(render_template("public/reply_unknown.html"), 404)
    here = url_for("participating.give_data_by_letter", code=code)
    return _give(link, here, url_for("participating.withdraw_data_by_letter", code=code))


@blueprint.route("/u/<code>/gegevens/intrekken", methods=["GET", "POST"])
@may("give_participant_data")
def withdraw_data_by_letter(code: str) -> Answer:
    """Have the data erased, after a question."""
    link = _letter(code)
    if link is None:
        return private(render_template("public/reply_unknown.html"), 404)
    return _withdraw(link, url_for("participating.give_data_by_letter", code=code))


@blueprint.route("/steun/stem/<token>/gegevens", methods=["GET", "POST"])
@may("give_participant_data")
def give_data_by_voice(token: str) -> Answer:
    """The data of who gave a voice, with the link of that mail; the voice is confirmed first."""
    link = voice_link(db.session(), token, now())
    if link is None:
        return _no_voice(token)
    here = url_for("participating.give_data_by_voice", token=token)
    return _give(link, here, url_for("participating.withdraw_data_by_voice", token=token))


@blueprint.route("/steun/stem/<token>/gegevens/intrekken", methods=["GET", "POST"])
@may("give_participant_data")
def withdraw_data_by_voice(token: str) -> Answer:
    """Have the data erased, after a question."""
    link = voice_link(db.session(), token, now())
    if link is None:
        return _no_voice(token)
    return _withdraw(link, url_for("participating.give_data_by_voice", token=token))


def _give(link: PersonalLink, here: str, withdraw: str) -> Answer:
    case = db.session.get_one(FoundingCase, link.case_id)
    told = _told(case, link)
    if not takes_participants(db.session(), case):
        return private(render_template("public/participants_closed.html", withdraw=withdraw, **told), 410)
    form = GiveDataForm(data=as_given(link))
    if not told["asks_consent"]:
        form.ask_no_consent()
    if form.is_submitted():
        count_request(FORMS, now())
    if form.validate_on_submit() and _keep(form, lambda: give_data(db.session(), link, now(), form.data_given())):
        flash(_("Dank u. Uw gegevens zijn bewaard."), "success")
        return private_answer(redirect(here))
    return private(*render_form("public/give_data.html", form, withdraw=withdraw, **told))


def _withdraw(link: PersonalLink, here: str) -> Answer:
    case = db.session.get_one(FoundingCase, link.case_id)
    if link.participant is None:
        return private_answer(redirect(here))
    form = WithdrawDataForm()
    if form.validate_on_submit():
        withdraw_data(db.session(), link, now())
        commit()
        flash(_("Uw gegevens zijn gewist. Wij bewaren alleen dat iemand dat vroeg, zonder naam."), "success")
        return private_answer(redirect(url_for("public.look_up_street")))
    return private(*render_form("public/withdraw_data.html", form, back=here, **_told(case, link),
                                 stands=is_candidate(db.session(), link.participant.id)))  # fmt: skip


def _keep(form: GiveDataForm, action: Callable[[], object]) -> bool:
    try:
        action()
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return False
    commit()
    return True


def _told(case: FoundingCase, link: PersonalLink) -> dict[str, object]:
    """What the pages tell."""
    given = link.participant
    version, code = (given.consent_version, given.consent_language) if given is not None else (CONSENT, read_in())
    return {
        "case": case,
        "address": link.address,
        "given": given,
        "asks_consent": given is None or version != CONSENT,
        "consent": consent_text(CONSENT, case.name, case.municipality.name),
        "consented_to": worded(consent_text(version, case.name, case.municipality.name), code),
        "wishes": [WISHES[wish] for wish in given.wishes] if given else [],
        "reach": [REACH[way] for way in given.reach] if given else [],
    }


def _letter(typed: str) -> PersonalLink | None:
    """What a code leads to. A whole hall can share one address, so only wrong codes are counted."""
    require_below_limit(db.session(), WRONG_CODE, caller(), now())
    found = letter_link(db.session(), typed)
    if found is None:
        count_wrong_code(WRONG_CODE, now())
    return found


def _no_voice(token: str) -> Answer:
    """A voice that is not confirmed yet is confirmed first; any other link leads nowhere."""
    if open_voice(db.session(), token, now()) is not None:
        return private_answer(redirect(url_for("supporting.use_voice_link", token=token)))
    return private(render_template("public/data_link_expired.html"), 410)


def _case(number: str) -> FoundingCase:
    """The case of this number, once its request was accepted; before that nothing of it is public."""
    found = select(FoundingCase).where(FoundingCase.number == number.upper())
    case = db.session.scalars(found).one_or_none()
    if case is None or case.stage == Stage.IDEA:
        abort(404)
    return case
