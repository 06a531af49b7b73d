"""Messages to the members of a network: the log, writing one, seeing to whom it goes, letting it go, stopping it."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from documents.notices.messaging import MemberMessage, write_member_mail, write_text_message
from models.database import db
from models.message import Message
from models.network import NeighbourhoodNetwork
from models.operations.networks import messaging, releasing_messages
from models.queries.authorities.own_languages import language_of_network
from models.queries.networks.enrolments import network_of_case
from models.queries.networks.messages import (
    deliveries_in,
    log_line,
    message_log,
    messages_of,
    plan_in_force,
    recipients_of_message,
    to_answer,
)
from models.rules.access import Role, roles_on
from models.rules.access import may as may_do
from models.rules.enrolments import CHANNELS
from models.rules.messages import (
    CLASS_NAMES,
    DELIVERY_STATES,
    HELD_BACK_FOR,
    KINDS,
    STATES,
    key_turners,
    needs_second_key,
)
from models.rules.text_messages import parts_of
from models.rules.web_addresses import read_message_page
from models.settings import settings
from webapp.case.acting import acting_person, done
from webapp.case.exporting import csv_file
from webapp.case.forms import ActionForm, OneButtonForm
from webapp.case.messaging_forms import (
    EnterMessageForm,
    HoldBackForm,
    ReleaseMessageForm,
    RewriteMessageForm,
    WriteMessageForm,
)
from webapp.clock import now, real_now
from webapp.forms import number_of, render_form
from webapp.link_pages import private_answer
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("messaging", __name__)

Answer = tuple[str, int] | AnyResponse
LOOKS_AGAIN_AFTER = 5  # seconds, while a message waits to leave or is leaving
EXAMPLE_TOKEN = "a" * 22  # as long as a real one, to count the parts of a text message
LEAVES_SOON = _l("Het bericht vertrekt over twee minuten. Zo lang kunt u het nog tegenhouden.")


@blueprint.get("/dossier/<number>/berichten")
@may("see_messages", case_argument="number")
def list_messages(number: str) -> str:
    """What waits, and the log."""
    network = _network_here()
    return render_template(
        "case/list_messages.html", case=g.case, log=message_log(db.session(), network.id), KINDS=KINDS, STATES=STATES,
        waiting=messages_of(db.session(), network.id, ("ready", "second_key")), CLASS_NAMES=CLASS_NAMES,
        may_write=_may("write_message"), may_enter=_may("enter_message"), is_active=network.state == "active",
    )  # fmt: skip


@blueprint.get("/dossier/<number>/berichten.csv")
@may("see_messages", case_argument="number")
def export_messages(number: str) -> Response:
    """The log for a spreadsheet, on which the evaluation is built. It names no member."""
    heads = [_("Wanneer"), _("Dag of nacht"), _("Soort"), _("Klasse"), _("Onderwerp"), _("Langs welke weg"),
             _("Leden"), _("Bereikt"), _("Niet bereikt"), _("Gelezen"), _("Terugkoppeling")]  # fmt: skip
    rows = [
        [f"{one.happened_at:%Y-%m-%d %H:%M}", _("nacht") if one.is_by_night else _("dag"), one.kind.name,
         CLASS_NAMES[one.kind.message_class], one.message.subject, one.message.way or "Binstart",
         *("" if number is None else number for number in (one.members, one.reached, one.not_reached, one.read)),
         _("ja") if one.has_feedback else ""]
        for one in message_log(db.session(), _network_here().id)
    ]  # fmt: skip
    return csv_file(f"berichten-{g.case.number}.csv", heads, rows)


@blueprint.route("/dossier/<number>/berichten/nieuw", methods=["GET", "POST"])
@may("write_message", case_argument="number")
def write(number: str) -> Answer:
    """Write a message; nothing leaves yet."""
    form = WriteMessageForm()
    form.offer(_roles(), to_answer(db.session(), _network_here().id))
    written: list[Message] = []
    answer = done(form, lambda: written.append(messaging.write_message(
        db.session(), g.case.id, acting_person(), now(), form.words())),
        _("Het bericht is bewaard. Er is nog niets verstuurd."), "")  # fmt: skip
    if answer:
        return redirect(url_for("messaging.show", number=number, message_id=written[0].id))
    return render_form("case/write_message.html", form, case=g.case, KINDS=KINDS)


@blueprint.route("/dossier/<number>/berichten/invoeren", methods=["GET", "POST"])
@may("enter_message", case_argument="number")
def enter(number: str) -> Answer:
    """What left by another way, such as an alert of BE-Alert."""
    form = EnterMessageForm()
    form.offer({role for kind in KINDS.values() for role in kind.writers},
               to_answer(db.session(), _network_here().id))  # fmt: skip
    answer = done(
        form,
        lambda: messaging.enter_message(db.session(), g.case.id, acting_person(), now(), form.words(), form.sent()),
        _("Het bericht staat in het logboek."),
        url_for("messaging.list_messages", number=number),
    )
    return answer or render_form("case/enter_message.html", form, case=g.case)


@blueprint.get("/dossier/<number>/berichten/<int:message_id>")
@may("see_messages", case_argument="number")
def show(number: str, message_id: int) -> Answer:
    """One message: what it says, to whom it goes or went, and what can be done with it. While it is on its way the page
    looks again by itself."""
    return _page(_message_here(message_id), ReleaseMessageForm(), is_part=request.headers.get("HX-Request") == "true")


@blueprint.route("/dossier/<number>/berichten/<int:message_id>/aanpassen", methods=["GET", "POST"])
@may("write_message", case_argument="number")
def rewrite(number: str, message_id: int) -> Answer:
    """Other words, as long as nobody let it go."""
    row = _message_here(message_id)
    form = RewriteMessageForm(data={"kind": row.kind, "about_id": str(row.about_id or 0), "subject": row.subject,
                                    "text": row.text, "revision": row.revision})  # fmt: skip
    form.offer(_roles(), to_answer(db.session(), row.network_id))
    form.kind.choices = [one for one in form.kind.choices or () if getattr(one, "value", "") == row.kind]
    if row.state != "ready" and not form.is_submitted():
        abort(409)
    answer = done(
        form,
        lambda: messaging.rewrite_message(db.session(), g.case.id, acting_person(), form.words(),
                                          message_id=message_id, revision=number_of(form.revision.data)),
        _("Het bericht is aangepast."),
        url_for("messaging.show", number=number, message_id=message_id),
    )  # fmt: skip
    return answer or render_form("case/write_message.html", form, case=g.case, KINDS=KINDS, message=row)


@blueprint.post("/dossier/<number>/berichten/<int:message_id>/versturen")
@may("write_message", case_argument="number")
def release(number: str, message_id: int) -> Answer:
    """Let it go: it leaves in two minutes, or waits for a second person."""
    row = _message_here(message_id)
    form = ReleaseMessageForm()
    answer = done(form, lambda: releasing_messages.release_message(
        db.session(), g.case.id, acting_person(), now(), real_now(), message_id=message_id,
        revision=number_of(form.revision.data), has_sms=_has_sms(), foreword=form.foreword.data or ""),
        _("Een tweede persoon is gevraagd om het te laten vertrekken.") if _asks_two_keys(row) else LEAVES_SOON,
        url_for("messaging.show", number=number, message_id=message_id))  # fmt: skip
    return answer or _page(row, form)


@blueprint.post("/dossier/<number>/berichten/<int:message_id>/tweede-sleutel")
@may("write_message", case_argument="number")
def turn_key(number: str, message_id: int) -> Answer:
    """The second person lets it go."""
    row = _message_here(message_id)
    form = OneButtonForm()
    answer = done(form, lambda: releasing_messages.turn_second_key(
        db.session(), g.case.id, acting_person(), now(), real_now(), message_id=message_id, has_sms=_has_sms()),
        LEAVES_SOON, url_for("messaging.show", number=number, message_id=message_id))  # fmt: skip
    return answer or _page(row, ReleaseMessageForm())


@blueprint.route("/dossier/<number>/berichten/<int:message_id>/tegenhouden", methods=["GET", "POST"])
@may("write_message", case_argument="number")
def hold_back(number: str, message_id: int) -> Answer:
    """Stop it, as long as it did not leave."""
    row = _message_here(message_id)
    form = HoldBackForm()
    answer = done(form, lambda: releasing_messages.hold_back(
        db.session(), g.case.id, acting_person(), now(), real_now(), message_id=message_id,
        reason=form.reason.data or ""),
        _("Het bericht vertrekt niet."), url_for("messaging.list_messages", number=number))  # fmt: skip
    return answer or render_form("case/hold_back_message.html", form, case=g.case, message=row)


@blueprint.post("/dossier/<number>/berichten/gebeld/<int:delivery_id>")
@may("write_message", case_argument="number")
def note_call(number: str, delivery_id: int) -> AnyResponse:
    """Somebody was called, or did not answer."""
    form = ActionForm()
    if not form.validate_on_submit():
        abort(400)
    releasing_messages.note_call(db.session(), g.case.id, acting_person(), now(), delivery_id=delivery_id,
                                 has_answered=request.form.get("answered") == "yes")  # fmt: skip
    commit()
    flash(_("Genoteerd."), "success")
    message_id = number_of(request.form.get("message_id"))
    return redirect(url_for("messaging.show", number=number, message_id=message_id))


def _page(row: Message, form: ReleaseMessageForm, is_part: bool = False) -> Answer:
    session, network, kind = db.session(), _network_here(), KINDS[row.kind]
    if not form.is_submitted():
        form.revision.data = row.revision
    roles = _roles()
    is_waiting = row.state in ("ready", "second_key")
    names = _may("see_members")
    template = "case/_message_state.html" if is_part else "case/show_message.html"
    page, status = render_form(
        template, form, case=g.case, message=row, kind=kind, CLASS_NAMES=CLASS_NAMES, CHANNELS=CHANNELS,
        STATES=STATES, DELIVERY_STATES=DELIVERY_STATES, line=log_line(session, row),
        recipients=recipients_of_message(session, network, row, _has_sms()) if is_waiting else (),
        preview=_preview(row, form.foreword.data or row.foreword, network), has_sms=_has_sms(),
        parts=parts_of(write_text_message(_as_member_reads(row, "", network, EXAMPLE_TOKEN))),
        two_keys=_asks_two_keys(row),
        failed=deliveries_in(session, row.id, ("failed",)) if names else (),
        to_call=deliveries_in(session, row.id, ("to_call",)) if names else (),
        may_write=not kind.writers.isdisjoint(roles), may_send=not kind.senders.isdisjoint(roles),
        may_turn=not key_turners(kind).isdisjoint(roles) and row.released_by_id != acting_person().person_id,
        seconds_left=_seconds_left(row), held_back_for=int(HELD_BACK_FOR.total_seconds() // 60),
        again_after=LOOKS_AGAIN_AFTER, button=OneButtonForm(formdata=None),
    )  # fmt: skip
    return private_answer((page, status))


def _seconds_left(row: Message) -> int:
    """How long a message can still be held back."""
    if row.state != "released" or row.leaves_at is None:
        return 0
    return max(0, round((row.leaves_at - real_now()).total_seconds()))


def _asks_two_keys(row: Message) -> bool:
    plan = plan_in_force(db.session(), g.case, _network_here(), now())
    return needs_second_key(plan, KINDS[row.kind].message_class)


def _preview(row: Message, foreword: str, network: NeighbourhoodNetwork) -> tuple[str, str, str]:
    """The mail (subject and text) and the text message as a member will get them."""
    as_read = _as_member_reads(row, foreword, network, "")
    mail = write_member_mail(as_read)
    return mail.subject, mail.text, write_text_message(as_read)


def _as_member_reads(row: Message, foreword: str, network: NeighbourhoodNetwork, token: str) -> MemberMessage:
    return MemberMessage(
        name=_("[naam van het lid]"), network=network.name, network_kind=network.kind, message_kind=row.kind,
        subject=row.subject, text=row.text, foreword=foreword, left_at=row.happened_at,
        link=read_message_page(settings().base_url, token) if token else _("[eigen link van elk lid]"),
        language=language_of_network(db.session(), network),
    )  # fmt: skip


def _roles() -> frozenset[Role]:
    return roles_on(acting_person(), g.case.place)


def _may(permission: str) -> bool:
    return may_do(acting_person(), permission, g.case.place)


def _has_sms() -> bool:
    return bool(settings().sms_gateway)


def _network_here() -> NeighbourhoodNetwork:
    """The network that this case gave; 404 where it gave none."""
    network = network_of_case(db.session(), g.case.id)
    if network is None:
        abort(404)
    return network


def _message_here(message_id: int) -> Message:
    """A message of this very network; 404 else."""
    row = db.session.get(Message, message_id)
    if row is None or row.network_id != _network_here().id:
        abort(404)
    return row
