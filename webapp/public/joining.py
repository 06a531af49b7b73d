"""Becoming a member of a network: the form, the link in the mail, and what a member changes later."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from documents.filling.charter import house_rules_of
from documents.filling.enrolment import enrolment_form
from models.case import FoundingCase
from models.database import db
from models.enrolment import Enrolment
from models.network import NeighbourhoodNetwork
from models.operations.accounts.signing_in import Mail
from models.operations.networks.joining import (
    accept_contribution,
    ask_to_join,
    change_enrolment,
    confirm_joining,
    leave,
    open_enrolment,
    pause,
)
from models.queries.charters.checking_charters import CheckedVersion, charter_in_force
from models.queries.networks.consents import present_consents
from models.queries.networks.contributions import contribution_asked
from models.queries.networks.coverage import CoveringFounding, CoveringNetwork, coverage
from models.queries.networks.enrolments import dwelling_of, enrolment_form_record, joinable, signed_text
from models.queries.networks.measures import measures_of_member
from models.queries.networks.meetings import coming_meetings
from models.queries.networks.successions import candidacy_of, seat_is_free
from models.queries.networks.successors import merged_network
from models.queries.support.support import area_streets
from models.rules.enrolments import CHANNEL_NAMES, CHANNELS, CONNECTIONS, CONSENT, STATES, consent_text
from models.rules.measures import RUNGS
from models.rules.refusals import Invalid
from models.rules.scope import Scope
from models.rules.streets import HouseNumber, parse_house_number
from models.rules.web_addresses import member_page, members_page
from models.settings import settings
from webapp.case.printing import print_now
from webapp.clock import now, today
from webapp.forms import refusal_to_form, render_form
from webapp.languages import read_in, written
from webapp.link_pages import count_request, private, private_answer
from webapp.permissions import may
from webapp.public.joining_forms import (
    JoinForm,
    JoinInMunicipalityForm,
    MemberForm,
    MemberInMunicipalityForm,
    OneButtonForm,
)
from webapp.rule_words import worded
from webapp.transaction import commit

blueprint = Blueprint("joining", __name__)

Answer = str | tuple[str, int] | AnyResponse


@blueprint.route("/netwerken/<slug>/lid-worden", methods=["GET", "POST"])
@may("join_network")
def join(slug: str) -> Answer:
    """Ask to become a member, after reading the house rules. Papers go on to name a network that merged."""
    if merged_network(db.session(), slug) is not None:
        return redirect(url_for("public.show_network", slug=slug))
    network, case, rules = _require_open(slug)
    form = _join_form(case)
    if request.method == "POST":
        count_request("join_from_caller", now())
    if form.validate_on_submit() and _asked(form, slug, rules):
        return redirect(url_for("joining.show_sent", slug=slug))
    return _join_page(form, network, case, rules)


@blueprint.post("/netwerken/<slug>/lid-worden/formulier.pdf")
@may("join_network")
def print_filled(slug: str) -> Answer:
    """The form on paper with what was typed; nothing of it is kept."""
    network, case, rules = _require_open(slug)
    form = _join_form(case)
    count_request("join_from_caller", now())
    if not form.is_printable():
        return _join_page(form, network, case, rules)
    record = enrolment_form_record(db.session(), case, rules.version, today(), settings().base_url)
    filled = enrolment_form(record, form.typed())
    commit()
    answer = print_now("enrolment_form", filled, logo=filled.sender.logo)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/netwerken/<slug>/lid-worden/verzonden")
@may("join_network")
def show_sent(slug: str) -> str:
    """The same answer for everybody, whatever was known already."""
    found = joinable(db.session(), slug)
    if found is None:
        abort(404)
    return render_template("public/join_sent.html", network=found[0])


@blueprint.route("/lid/<token>", methods=["GET", "POST"])
@may("join_network")
def use_member_link(token: str) -> Answer:
    """The page of the link in the mail: confirm, and later change. Looking changes nothing: mail scanners look too."""
    row = open_enrolment(db.session(), token, now())
    if row is None:
        return private(render_template("public/member_link_expired.html"), 410)
    if row.state == "unconfirmed":
        return _confirm(row, token)
    return _change(row, token)


@blueprint.post("/lid/<token>/pauze")
@may("join_network")
def pause_membership(token: str) -> Answer:
    """No messages for a while, or again."""
    row = open_enrolment(db.session(), token, now())
    if row is None:
        return private(render_template("public/member_link_expired.html"), 410)
    if OneButtonForm().validate_on_submit():
        is_pausing = row.state == "member"
        pause(db.session(), row, is_pausing=is_pausing)
        commit()
        said = _("U krijgt even geen berichten.") if is_pausing else _("U krijgt weer berichten.")
        flash(said, "success")
    return private_answer(redirect(url_for("joining.use_member_link", token=token)))


@blueprint.post("/lid/<token>/bijdrage")
@may("join_network")
def agree_to_contribution(token: str) -> Answer:
    """Who forgot the box on the form agrees here to pay as second of a dwelling."""
    row = open_enrolment(db.session(), token, now())
    if row is None:
        return private(render_template("public/member_link_expired.html"), 410)
    if OneButtonForm().validate_on_submit():
        accept_contribution(db.session(), row, now())
        commit()
        flash(_("Dank u. De coördinator ziet dat u akkoord gaat."), "success")
    return private_answer(redirect(url_for("joining.use_member_link", token=token)))


@blueprint.route("/lid/<token>/stoppen", methods=["GET", "POST"])
@may("join_network")
def leave_network(token: str) -> Answer:
    """Stop, after a question."""
    row = open_enrolment(db.session(), token, now())
    if row is None:
        return private(render_template("public/member_link_expired.html"), 410)
    network = db.session.get_one(NeighbourhoodNetwork, row.network_id)
    form = OneButtonForm()
    if form.validate_on_submit():
        leave(db.session(), row, now())
        commit()
        return private(render_template("public/left_network.html", network=network))
    return private(*render_form("public/leave_network.html", form, network=network, token=token))


def _require_open(slug: str) -> tuple[NeighbourhoodNetwork, FoundingCase, CheckedVersion]:
    """The network that one can join, its case and the charter in force; 404 where nobody can."""
    found, rules = joinable(db.session(), slug), charter_in_force(db.session(), slug, today())
    if found is None or rules is None:
        abort(404)
    return (*found, rules)


def _join_form(case: FoundingCase) -> JoinForm:
    form = JoinInMunicipalityForm() if case.area.scope == Scope.MUNICIPALITY else JoinForm()
    _offer(form, case)
    form.ask_contribution(contribution_asked(case))
    return form


def _join_page(form: JoinForm, network: NeighbourhoodNetwork, case: FoundingCase, rules: CheckedVersion) -> Answer:
    return render_form(
        "public/join.html",
        form,
        network=network,
        case=case,
        rules=house_rules_of(signed_text(db.session(), case.id, rules.version)),
        version=rules.version,
        consent=consent_text(CONSENT, network.name),
        elsewhere=_elsewhere(form, network),
        contribution=contribution_asked(case),
    )


def _asked(form: JoinForm, slug: str, rules: CheckedVersion) -> bool:
    try:
        ask_to_join(db.session(), slug, now(), form.asked(), rules.version, _mail_to_confirm)
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return False
    commit()
    return True


@dataclass(frozen=True)
class _Elsewhere:
    """What there is at an address that lies outside this network; `joinable`: the slugs that one can join online."""

    networks: tuple[CoveringNetwork, ...]
    foundings: tuple[CoveringFounding, ...]
    joinable: frozenset[str]


def _elsewhere(form: JoinForm, network: NeighbourhoodNetwork) -> _Elsewhere | None:
    """Where who lives outside this network belongs; None where nothing says that they do."""
    if not form.faults() or "number" not in form or not form.chosen_street():
        return None
    try:
        number = parse_house_number(form.number.data or "").number
    except Invalid:
        return None
    here = coverage(db.session(), form.chosen_street(), number, today())
    if network.slug in {one.slug for one in (*here.networks, *here.wide)}:
        return None
    active = tuple(one for one in here.networks if one.is_active)
    can_join = frozenset(one.slug for one in active if joinable(db.session(), one.slug) is not None)
    return _Elsewhere(active, here.foundings, can_join)


def _offer(form: MemberForm, case: FoundingCase, row: Enrolment | None = None) -> None:
    """The streets of the area; to a member also their own, where the area changed or their network merged."""
    streets = () if case.area.scope == Scope.MEMBERS else area_streets(db.session(), case)
    if streets and row is not None and row.street is not None and row.street_id not in dict(streets):
        streets = (*streets, (row.street.id, row.street.name))
    form.offer(streets)


def _confirm(row: Enrolment, token: str) -> Answer:
    form = OneButtonForm()
    if form.validate_on_submit():
        confirm_joining(db.session(), row, now(), _mail_to_coordinator)
        commit()
        flash(_("Dank u. De coördinator laat u iets weten."), "success")
        return private_answer(redirect(url_for("joining.use_member_link", token=token)))
    return private(*render_form("public/confirm_joining.html", form, **_told(row)))


def _change(row: Enrolment, token: str) -> Answer:
    network = db.session.get_one(NeighbourhoodNetwork, row.network_id)
    case = db.session.get_one(FoundingCase, network.case_id)
    number = str(HouseNumber(row.house_number, row.suffix)) if row.house_number else ""
    is_wide = case.area.scope == Scope.MUNICIPALITY
    street = dict(area_streets(db.session(), case)).get(row.street_id or 0, "") if is_wide else str(row.street_id or "")
    agreed = {one.channel for one in present_consents(row)}
    form = (MemberInMunicipalityForm if is_wide else MemberForm)(data={
        "name": row.name, "connection": row.connection, "street_id": street, "number": number,
        "channel": row.channel, "may_call": "call" in agreed, "may_sms": "sms" in agreed,
        "phone": row.phone, "second_phone": row.second_phone, "wants_street_contact": row.wants_street_contact,
    })  # fmt: skip
    _offer(form, case, row)
    if form.validate_on_submit() and _changed(form, row):
        flash(_("Uw gegevens zijn aangepast."), "success")
        return private_answer(redirect(url_for("joining.use_member_link", token=token)))
    return private(*render_form("public/member.html", form, token=token, button_form=OneButtonForm(formdata=None),
                                **_told(row)))  # fmt: skip


def _changed(form: MemberForm, row: Enrolment) -> bool:
    try:
        change_enrolment(db.session(), row, now(), form.answer())
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return False
    commit()
    return True


def _told(row: Enrolment) -> dict[str, object]:
    network = db.session.get_one(NeighbourhoodNetwork, row.network_id)
    joined = db.session.get_one(NeighbourhoodNetwork, row.joined_network_id or row.network_id)
    consents = present_consents(row)
    read = {(one.version, one.language) for one in consents} | {(CONSENT, read_in())}  # who ticks one more agrees to it
    return {
        "network": network,
        "row": row,
        "dwelling": dwelling_of(row),
        "channel": CHANNELS[row.channel],
        "connection": CONNECTIONS[row.connection],
        "state": STATES[row.state],
        "consents": consents,
        "meetings": coming_meetings(db.session(), network.slug, now(), is_public=False)
        if row.state in ("member", "paused")
        else (),
        "seat_is_free": row.state in ("member", "paused") and seat_is_free(db.session(), network.case_id),
        "measures": measures_of_member(db.session(), row.id),
        "RUNGS": RUNGS,
        "candidacy": candidacy_of(db.session(), row.id),
        "contribution": contribution_asked(db.session.get_one(FoundingCase, network.case_id)),
        "joined": joined,
        "consent_texts": [
            (version, worded(consent_text(version, joined.name), code)) for version, code in sorted(read)
        ],
        "CHANNEL_NAMES": CHANNEL_NAMES,
    }


def _mail_to_confirm(token: str, row: Enrolment) -> Mail:
    network = db.session.get_one(NeighbourhoodNetwork, row.network_id)
    text = render_template("public/join_mail.txt", link=member_page(settings().base_url, token), **_told(row))
    return written(_("Bevestig dat u lid wilt worden van %(network)s", network=network.name), text)


def _mail_to_coordinator(row: Enrolment) -> Mail:
    network = db.session.get_one(NeighbourhoodNetwork, row.network_id)
    case = db.session.get_one(FoundingCase, network.case_id)
    page = members_page(settings().base_url, case.number)
    with force_locale(case.municipality.mail_language):
        text = render_template("public/join_waits_mail.txt", page=page, network=network)
        return written(_("Iemand wil lid worden van %(network)s", network=network.name), text)
