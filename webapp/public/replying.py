"""Replying to the invitation of an info evening: by the short address of the letter, or by a public page and a mail."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from models.case import FoundingCase
from models.database import db
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.accounts.attempts import require_below_limit
from models.operations.accounts.signing_in import Mail
from models.operations.evenings.replying import (
    change_reply,
    confirm_reply,
    open_reply,
    reply_by_code,
    reply_by_mail,
    withdraw_reply,
)
from models.operations.evenings.seating import places_left
from models.queries.evenings.evenings import planned_evenings
from models.queries.evenings.participants import takes_participants
from models.queries.evenings.replies import Invited, invitation_of, invited_by_letter, invited_by_mail, is_to_come
from models.reply import Reply
from models.rules.access import PERMISSIONS, roles_on
from models.rules.procedure import agenda_of
from models.rules.refusals import Invalid
from models.rules.replies import ANSWERS
from models.rules.streets import HouseNumber
from models.settings import settings
from webapp.clock import now
from webapp.forms import refusal_to_form, render_form
from webapp.languages import written
from webapp.link_pages import caller, count_request, count_wrong_code, private, private_answer
from webapp.permissions import may
from webapp.public.reply_forms import ChangeReplyForm, ReplyButtonForm, ReplyByMailForm, ReplyForm, as_filled_in
from webapp.signed_in import current_actor
from webapp.transaction import commit

blueprint = Blueprint("replying", __name__)

Answer = str | tuple[str, int] | AnyResponse


@blueprint.route("/u/<code>", methods=["GET", "POST"])
@may("reply_to_invitation")
def reply_to_letter(code: str) -> Answer:
    """The page to which a letter leads. The code may be typed with spaces, hyphens and small letters."""
    invitation = _invitation(code)
    if invitation is None:
        return private(render_template("public/reply_unknown.html"), 404)
    invited = invited_by_letter(db.session(), invitation, now())
    evening = invited.open_evening
    if evening is None:
        told = _told(invited, _door(invitation), _more(invitation))
        return private(render_template("public/reply_closed.html", **told), 410)
    form = ReplyForm(data=as_filled_in(invited.reply))
    form.offer(evening)
    if form.validate_on_submit():
        try:
            reply = reply_by_code(db.session(), invitation, now(), form.chosen(), _mail_to_confirm)
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            said = _said(reply)
            commit()
            flash(said, "success")
            return private_answer(redirect(url_for("replying.reply_to_letter", code=invitation.code)))
    told = _told(invited, _door(invitation), _more(invitation))
    return private(*render_form("public/reply.html", form, dwelling=_dwelling(invitation), **told,
                                 withdraw=url_for("replying.withdraw_from_letter", code=invitation.code)))  # fmt: skip


@blueprint.route("/u/<code>/intrekken", methods=["GET", "POST"])
@may("reply_to_invitation")
def withdraw_from_letter(code: str) -> Answer:
    """Take the reply of the dwelling back, after a question."""
    invitation = _invitation(code)
    invited = invited_by_letter(db.session(), invitation, now()) if invitation else None
    if invitation is None or invited is None or invited.reply is None:
        return private(render_template("public/reply_unknown.html"), 404)
    return _withdraw(invited, invited.reply, url_for("replying.reply_to_letter", code=invitation.code))


@blueprint.route("/steun/<public_number>/infoavond", methods=["GET", "POST"])
@may("reply_to_invitation")
def reply_without_letter(public_number: str) -> Answer:
    """The info evening for everybody; who has no letter replies with a mail address. `?avond=`: which of several."""
    case = _case(public_number)
    evenings = [one for one in planned_evenings(db.session(), case.id) if is_to_come(one, now())]
    if not evenings:
        return render_template("public/no_evening.html", case=case), 404
    asked = request.args.get("avond", "")
    evening = next((one for one in evenings if str(one.id) == asked), evenings[0])
    form = ReplyByMailForm()
    form.offer(evening)
    if request.method == "POST":
        count_request("reply_from_caller", now())
    if form.validate_on_submit():
        try:
            reply_by_mail(db.session(), evening.id, now(), form.chosen(), _mail_to_confirm)
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            return redirect(url_for("replying.show_reply_sent", public_number=case.number))
    return render_form("public/reply_without_letter.html", form, case=case, evening=evening, evenings=evenings,
                       agenda=agenda_of(evening.extra_items), left=places_left(db.session(), evening))  # fmt: skip


@blueprint.get("/steun/<public_number>/infoavond/verzonden")
@may("reply_to_invitation")
def show_reply_sent(public_number: str) -> Answer:
    """The same answer for everybody, whatever was known already."""
    return render_template("public/reply_sent.html", case=_case(public_number))


@blueprint.route("/antwoord/<token>", methods=["GET", "POST"])
@may("reply_to_invitation")
def use_reply_link(token: str) -> Answer:
    """The page of the link in the mail: confirm, and later change. Looking changes nothing: mail scanners look too."""
    reply = open_reply(db.session(), token, now())
    if reply is None:
        return private(render_template("public/reply_link_expired.html"), 410)
    invited = invited_by_mail(db.session(), reply, now())
    if reply.email_confirmed_at is None:
        return _confirm(reply, invited, token)
    if not invited.is_open:
        return private(render_template("public/reply_closed.html", **_told(invited)), 410)
    return _change(reply, invited, token)


@blueprint.route("/antwoord/<token>/intrekken", methods=["GET", "POST"])
@may("reply_to_invitation")
def withdraw_by_link(token: str) -> Answer:
    """Take the reply back, after a question."""
    reply = open_reply(db.session(), token, now())
    if reply is None:
        return private(render_template("public/reply_link_expired.html"), 410)
    invited = invited_by_mail(db.session(), reply, now())
    public_number = db.session.get_one(FoundingCase, reply.case_id).number
    return _withdraw(invited, reply, url_for("supporting.show_support", public_number=public_number))


def _confirm(reply: Reply, invited: Invited, token: str) -> Answer:
    form = ReplyButtonForm()
    if form.validate_on_submit():
        confirm_reply(db.session(), reply, now())
        said = _said(reply)
        commit()
        flash(said, "success")
        return private_answer(redirect(url_for("replying.use_reply_link", token=token)))
    return private(*render_form("public/confirm_reply.html", form, **_told(invited), answer=ANSWERS[reply.answer],
                                 reply=reply))  # fmt: skip


def _change(reply: Reply, invited: Invited, token: str) -> Answer:
    form = ChangeReplyForm(data=as_filled_in(reply))
    form.offer(invited.evening)
    if form.validate_on_submit():
        try:
            change_reply(db.session(), reply, now(), form.chosen())
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            said = _said(reply)
            commit()
            flash(said, "success")
            return private_answer(redirect(url_for("replying.use_reply_link", token=token)))
    return private(*render_form("public/reply.html", form, dwelling="", **_told(invited),
                                 withdraw=url_for("replying.withdraw_by_link", token=token)))  # fmt: skip


def _withdraw(invited: Invited, reply: Reply, after: str) -> Answer:
    form = ReplyButtonForm()
    if form.validate_on_submit():
        withdraw_reply(db.session(), reply, now())
        commit()
        flash(_("Uw antwoord is ingetrokken. Wat u invulde, is gewist."), "success")
        return private_answer(redirect(after))
    return private(*render_form("public/withdraw_reply.html", form, back=after, **_told(invited)))


def _said(reply: Reply) -> str:
    if reply.state == "waiting":
        return _("De zaal is vol. U staat op de wachtlijst; komt er een plaats vrij, dan krijgt u een mail als u een "
                 "e-mailadres invulde.")  # fmt: skip
    return _("Dank u. Uw antwoord is genoteerd.")


def _invitation(code: str) -> Invitation | None:
    """The letter of this code. Whoever tries many codes must wait."""
    if request.method == "POST":
        count_request("reply_from_caller", now())
    require_below_limit(db.session(), "reply_from_caller", caller(), now())
    found = invitation_of(db.session(), code)
    if found is None and request.method == "GET":
        count_wrong_code("reply_from_caller", now())
    return found


def _case(number: str) -> FoundingCase:
    case = db.session.scalars(select(FoundingCase).where(FoundingCase.number == number.upper())).one_or_none()
    if case is None:
        abort(404)
    return case


def _dwelling(invitation: Invitation) -> str:
    return f"{invitation.street} {HouseNumber(invitation.house_number, invitation.suffix)}"


def _door(invitation: Invitation) -> str:
    """Where staff check this letter in; empty for others. Their phone's own camera opens the page of a letter."""
    actor, case = current_actor(), db.session.get_one(FoundingCase, invitation.case_id)
    if actor is None or roles_on(actor, case.place).isdisjoint(PERMISSIONS["check_in"]):
        return ""
    return url_for("door.check_in", number=case.number, code=invitation.code)


def _more(invitation: Invitation) -> str:
    """Where this dwelling gives its data as a participant; empty: no longer here."""
    if not takes_participants(db.session(), db.session.get_one(FoundingCase, invitation.case_id)):
        return ""
    return url_for("participating.give_data_by_letter", code=invitation.code)


def _told(invited: Invited, door: str = "", more: str = "") -> dict[str, object]:
    """What the pages tell of the evening. `door`: where staff check this letter in; `more`: where one gives data."""
    meant: InfoEvening = invited.open_evening or invited.evening
    return {
        "case": db.session.get_one(FoundingCase, invited.case_id),
        "invited": invited,
        "evening": meant,
        "agenda": agenda_of(meant.extra_items),
        "door": door,
        "more": more,
        "left": places_left(db.session(), meant, invited.reply.id if invited.reply else None),
    }


def _mail_to_confirm(token: str, reply: Reply) -> Mail:
    case = db.session.get_one(FoundingCase, reply.case_id)
    evening = db.session.get_one(InfoEvening, reply.evening_id)
    link = settings().base_url.rstrip("/") + url_for("replying.use_reply_link", token=token)
    text = render_template("public/reply_mail.txt", link=link, case=case, evening=evening, reply=reply,
                           answer=ANSWERS[reply.answer])  # fmt: skip
    return written(_("Bevestig uw antwoord voor de infoavond van %(network)s", network=case.name), text)
