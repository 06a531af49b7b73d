"""The support page of a founding: how far it is, and the form with which each dwelling gives its voice."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from documents.look.qr import qr_code
from models.case import FoundingCase
from models.database import db
from models.document import Document
from models.info_evening import InfoEvening
from models.operations.accounts.signing_in import Mail
from models.operations.support.giving_voices import (
    VoiceAnswer,
    change_voice,
    confirm_voice,
    give_voice,
    open_voice,
    withdraw_voice,
)
from models.queries.cases.case_parts import last_evening
from models.queries.cases.facts import settings_of
from models.queries.support.support import area_streets, public_support
from models.queries.support.support_judgements import last_voice_day, takes_voices
from models.rules.procedure import Stage
from models.rules.refusals import Invalid
from models.rules.scope import Scope
from models.rules.streets import HouseNumber, plain_name
from models.rules.support import CHOICES, NOT_BY_DWELLING, WISHES
from models.rules.web_addresses import support_page
from models.settings import settings
from models.support import Voice
from webapp.clock import now
from webapp.forms import refusal_to_form, render_form
from webapp.languages import language, written
from webapp.link_pages import count_request, private, private_answer
from webapp.permissions import may
from webapp.public.support_forms import (
    ChangeVoiceForm,
    ConfirmVoiceForm,
    GiveVoiceForm,
    GiveVoiceInMunicipalityForm,
    WithdrawVoiceForm,
)
from webapp.transaction import commit

blueprint = Blueprint("supporting", __name__)

Answer = str | tuple[str, int] | AnyResponse


@blueprint.route("/steun/<public_number>", methods=["GET", "POST"])
@may("give_voice")
def show_support(public_number: str) -> Answer:
    """How far the support is, and the form. Typed from paper, so capitals don't matter."""
    if public_number != public_number.upper():
        return redirect(url_for("supporting.show_support", public_number=public_number.upper()))
    case = _case(public_number)
    if not takes_voices(db.session(), case, settings_of(case), now()):
        return render_template("public/support_closed.html", case=case, minutes=_newest(case, "minutes")), 410
    if case.area.scope == Scope.MEMBERS:
        return render_template("public/support_of_members.html", case=case, sentence=NOT_BY_DWELLING), (
            410 if request.method == "POST" else 200
        )
    is_wide = case.area.scope == Scope.MUNICIPALITY
    form = GiveVoiceInMunicipalityForm() if is_wide else GiveVoiceForm()
    form.offer(area_streets(db.session(), case))
    if request.method == "POST":
        count_request("voice_from_caller", now())
    if form.validate_on_submit() and _keep(form, case.id):
        return redirect(url_for("supporting.show_voice_sent", public_number=public_number))
    address = support_page(settings().base_url, public_number)
    return render_form(
        "public/show_support.html",
        form,
        case=case,
        is_wide=is_wide,
        support=public_support(db.session(), case, settings_of(case), now()),
        last_day=last_voice_day(db.session(), case.id, settings_of(case)),
        address=address,
        code=qr_code(address, _("QR-code naar deze pagina")),
        sheet=_newest(case, "support_sheet"),
        evening=_evening_to_come(case),
    )


@blueprint.get("/steun/<public_number>/verzonden")
@may("give_voice")
def show_voice_sent(public_number: str) -> Answer:
    """The same answer for everybody, whatever was known already."""
    return render_template("public/voice_sent.html", case=_case(public_number))


@blueprint.route("/steun/stem/<token>", methods=["GET", "POST"])
@may("give_voice")
def use_voice_link(token: str) -> Answer:
    """The page of the link in the mail: confirm, and later change. Looking changes nothing: mail scanners look too."""
    voice = open_voice(db.session(), token, now())
    if voice is None:
        return private(render_template("public/voice_link_expired.html"), 410)
    case = db.session.get_one(FoundingCase, voice.case_id)
    if not takes_voices(db.session(), case, settings_of(case), now()):
        more = url_for("participating.give_data_by_voice", token=token) if voice.state != "unconfirmed" else ""
        return private(
            render_template("public/support_closed.html", case=case, minutes=_newest(case, "minutes"), more=more), 410
        )
    if voice.state == "unconfirmed":
        return _confirm(voice, case, token)
    return _change(voice, case, token)


@blueprint.route("/steun/stem/<token>/intrekken", methods=["GET", "POST"])
@may("give_voice")
def withdraw_own_voice(token: str) -> Answer:
    """Take the voice back, after a question."""
    voice = open_voice(db.session(), token, now())
    if voice is None:
        return private(render_template("public/voice_link_expired.html"), 410)
    case = db.session.get_one(FoundingCase, voice.case_id)
    form = WithdrawVoiceForm()
    if form.validate_on_submit():
        withdraw_voice(db.session(), voice, now())
        commit()
        flash(_("Uw stem is ingetrokken. Uw naam en uw e-mailadres zijn gewist."), "success")
        return private_answer(redirect(url_for("supporting.show_support", public_number=case.number)))
    return private(*render_form("public/withdraw_voice.html", form, token=token, **_told(voice, case)))


def _confirm(voice: Voice, case: FoundingCase, token: str) -> Answer:
    form = ConfirmVoiceForm()
    if form.validate_on_submit():
        confirm_voice(db.session(), voice, now(), lambda: _mail_about_second(case))
        commit()
        flash(_("Dank u. Uw stem is bevestigd."), "success")
        return private_answer(redirect(url_for("supporting.use_voice_link", token=token)))
    return private(*render_form("public/confirm_voice.html", form, **_told(voice, case)))


def _change(voice: Voice, case: FoundingCase, token: str) -> Answer:
    form = ChangeVoiceForm(data={"choice": voice.choice, "wishes": voice.wishes})
    if form.validate_on_submit():
        change_voice(db.session(), voice, now(), choice=form.choice.data, wishes=form.wishes.data or [])
        commit()
        flash(_("Uw stem is aangepast."), "success")
        return private_answer(redirect(url_for("supporting.use_voice_link", token=token)))
    return private(*render_form("public/change_voice.html", form, token=token, **_told(voice, case)))


def _case(number: str) -> FoundingCase:
    """The case of this number, once its request was accepted; before that nothing of it is public."""
    case = db.session.scalars(select(FoundingCase).where(FoundingCase.number == number)).one_or_none()
    if case is None or case.stage == Stage.IDEA:
        abort(404)
    return case


def _keep(form: GiveVoiceForm, case_id: int) -> bool:
    answer = VoiceAnswer(form.chosen_street(), form.number.data, form.choice.data, form.name.data, form.email.data,
                         form.phone.data or "", form.wishes.data or [])  # fmt: skip
    try:
        give_voice(db.session(), case_id, now(), answer, _mail_to_confirm)
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return False
    commit()
    return True


def _mail_to_confirm(token: str, voice: Voice) -> Mail:
    case = db.session.get_one(FoundingCase, voice.case_id)
    link = settings().base_url.rstrip("/") + url_for("supporting.use_voice_link", token=token)
    text = render_template("public/voice_mail.txt", link=link, **_told(voice, case))
    return written(_("Bevestig uw stem voor %(network)s", network=case.name), text)


def _mail_about_second(case: FoundingCase) -> Mail:
    with force_locale(case.municipality.mail_language):
        text = render_template("public/second_voice_mail.txt", case=case)
        return written(_("Nog een stem van uw woning voor %(network)s", network=case.name), text)


def _told(voice: Voice, case: FoundingCase) -> dict[str, object]:
    """What the link's pages and the mail tell of a voice."""
    return {
        "case": case,
        "dwelling": f"{plain_name(voice.street.name)} {HouseNumber(voice.house_number, voice.suffix)}",
        "choice": CHOICES[voice.choice],
        "wishes": [WISHES[wish] for wish in voice.wishes],
    }


def _evening_to_come(case: FoundingCase) -> InfoEvening | None:
    evening = last_evening(db.session(), case)
    return evening if evening is not None and evening.starts_at > now() else None


def _newest(case: FoundingCase, kind: str) -> Document | None:
    """The newest document of a kind that everybody can read, in the language of the reader where it was made in it."""
    newest = select(Document).where(Document.case_id == case.id, Document.kind == kind, Document.audience == "public")
    in_theirs = (Document.language == language()).desc()
    return db.session.scalars(newest.order_by(in_theirs, Document.id.desc()).limit(1)).one_or_none()
