"""The members of a network, for its coordinators: who waits for a welcome, the list, and the list as a file."""

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask import flash as say
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response as AnyResponse

from documents.filling.enrolment import enrolment_form
from documents.wording import euro
from models.clock import day_of
from models.database import db
from models.enrolment import Enrolment
from models.operations.accounts.signing_in import Mail
from models.operations.networks.enrolling_on_paper import end_membership, enter_member
from models.operations.networks.joining import refuse_member, welcome_member
from models.queries.charters.checking_charters import CheckedVersion, charter_in_force
from models.queries.networks.alert_members import BY_ALERT, alert_members
from models.queries.networks.contributions import ContributionLine, contribution_asked, contributions_of
from models.queries.networks.enrolments import EnrolmentLine, enrolment_form_record, enrolments_of, network_of_case
from models.queries.support.support import area_streets
from models.rules.access import may as may_do
from models.rules.enrolments import CHANNEL_NAMES, CHANNELS, CONNECTED, STATES
from models.rules.refusals import Invalid
from models.rules.scope import Scope
from models.rules.web_addresses import network_page
from models.settings import settings
from webapp.case.acting import acting_person
from webapp.case.exporting import csv_file
from webapp.case.forms import ActionForm, a_reason
from webapp.case.printing import print_now
from webapp.clock import now, today
from webapp.forms import refusal_to_form, render_form
from webapp.languages import written
from webapp.link_pages import private_answer
from webapp.permissions import may
from webapp.public.joining_forms import EnterMemberForm, EnterMemberInMunicipalityForm
from webapp.transaction import commit

blueprint = Blueprint("members", __name__)

CONTRIBUTION_STATES = {
    "waiting": _l("akkoord met de bijdrage"),
    "due": _l("te betalen"),
    "paid": _l("betaald"),
    "exempt": _l("vrijgesteld"),
    "alone": _l("niets te betalen: enig lid van de woning"),
}

Answer = tuple[str, int] | AnyResponse


class RefuseMemberForm(ActionForm):
    """Why somebody is not welcomed."""

    reason = a_reason(_l("Waarom niet?"), _l("Deze persoon krijgt precies deze tekst per mail."))


@blueprint.get("/dossier/<number>/leden")
@may("see_members", case_argument="number")
def list_members(number: str) -> AnyResponse:
    """Who waits for a welcome, and who is a member."""
    _require_network()
    lines = enrolments_of(db.session(), g.case)
    return private_answer(render_template(
        "steering_group/list_members.html", case=g.case, lines=lines, CHANNELS=CHANNELS, CONNECTED=CONNECTED,
        CHANNEL_NAMES=CHANNEL_NAMES, CONTRIBUTION_STATES=CONTRIBUTION_STATES,
        contributions=contributions_of((one.row for one in lines), today()),
        alert_counts={one: len(alert_members(db.session(), g.case, one)) for one in BY_ALERT},
        asks_contribution=contribution_asked(g.case),
        waiting=[one for one in lines if one.row.state == "waiting"],
        members=[one for one in lines if one.row.state != "waiting"],
        may_manage=may_do(acting_person(), "manage_members", g.case.place), form=ActionForm(formdata=None),
        join_page=network_page(settings().base_url, _require_network()) + "/lid-worden",
    ))  # fmt: skip


@blueprint.get("/dossier/<number>/leden.csv")
@may("see_members", case_argument="number")
def export_members(number: str) -> Response:
    """The members for a spreadsheet: without who still waits."""
    _require_network()
    heads = [_("Naam"), _("Woning"), _("Woont of werkt"), _("Bereiken met"), _("Telefoon"), _("Tweede nummer"),
             _("E-mail"), _("Toestand"), _("Contactpersoon voor de straat"), _("Lid sinds"),
             _("Versie van het charter"),
             *(_("Akkoord: %(channel)s", channel=one) for one in CHANNEL_NAMES.values()),
             _("Bijdrage per jaar"), _("Stand van de bijdrage"), _("Betaald op"),
             _("Reden van vrijstelling")]  # fmt: skip
    lines = enrolments_of(db.session(), g.case)
    paying = contributions_of((one.row for one in lines), today())
    rows = [
        [one.row.name, one.dwelling, CONNECTED[one.row.connection], CHANNELS[one.row.channel], one.row.phone,
         one.row.second_phone, one.row.email, STATES[one.row.state], _("ja") if one.row.wants_street_contact else "",
         one.row.decided_at.date().isoformat() if one.row.decided_at else "", one.row.rules_version,
         *_consents_of(one), *_contribution_of(paying.get(one.row.id))]
        for one in lines if one.row.state != "waiting"
    ]  # fmt: skip
    answer = csv_file(f"leden-{g.case.number}.csv", heads, rows)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _consents_of(line: EnrolmentLine) -> list[str]:
    """For each channel since when they agree, and to which text."""
    text = _("tekst")
    given = {one.channel: f"{day_of(one.given_at).isoformat()} ({text} {one.version})" for one in line.consents}
    return [given.get(channel, "") for channel in CHANNEL_NAMES]


def _contribution_of(line: ContributionLine | None) -> list[object]:
    """What a second member pays; nothing for all others."""
    if line is None:
        return ["", "", "", ""]
    return [euro(line.cents), str(CONTRIBUTION_STATES[line.state]), line.paid_on or "", line.exemption_reason]


@blueprint.post("/dossier/<number>/leden/<int:enrolment_id>/verwelkomen")
@may("manage_members", case_argument="number")
def welcome(number: str, enrolment_id: int) -> AnyResponse:
    """Welcome somebody: they hear it by mail."""
    subject = _l("Welkom bij %(network)s", network=g.case.name)
    welcome_member(db.session(), g.case.id, acting_person(), now(), enrolment_id=enrolment_id,
                   write_notice=lambda row: _mail("welcomed_mail.txt", subject))  # fmt: skip
    commit()
    say(_("Het lid is verwelkomd en krijgt een mail."), "success")
    return redirect(url_for("members.list_members", number=number))


@blueprint.route("/dossier/<number>/leden/<int:enrolment_id>/weigeren", methods=["GET", "POST"])
@may("manage_members", case_argument="number")
def refuse(number: str, enrolment_id: int) -> Answer:
    """Do not welcome somebody, with a reason."""
    row = db.session.get(Enrolment, enrolment_id)
    network = network_of_case(db.session(), g.case.id)
    if row is None or network is None or row.network_id != network.id or row.state != "waiting":
        abort(404 if request.method == "GET" else 409)
    form = RefuseMemberForm()
    if form.validate_on_submit():
        try:
            refuse_member(db.session(), g.case.id, acting_person(), now(), enrolment_id=enrolment_id,
                          reason=form.reason.data or "", write_notice=lambda one: _mail(
                              "refused_mail.txt", _l("Uw aanvraag voor %(network)s", network=g.case.name),
                              reason=form.reason.data))  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            say(_("De aanvraag is geweigerd. De gegevens zijn gewist."), "success")
            return redirect(url_for("members.list_members", number=number))
    return render_form("steering_group/refuse_member.html", form, case=g.case, row=row)


@blueprint.route("/dossier/<number>/leden/invoeren", methods=["GET", "POST"])
@may("manage_members", case_argument="number")
def enter(number: str) -> Answer:
    """A form on paper; after each we come back here for the next."""
    rules = _require_rules()
    form = (EnterMemberInMunicipalityForm if g.case.area.scope == Scope.MUNICIPALITY else EnterMemberForm)()
    form.offer(() if g.case.area.scope == Scope.MEMBERS else area_streets(db.session(), g.case))
    form.ask_contribution(contribution_asked(g.case))
    if form.validate_on_submit():
        try:
            enter_member(db.session(), g.case.id, acting_person(), now(), form.entered(),
                         signed_on=form.signed_on.data or today(), rules_version=rules.version,
                         exemption_reason=form.exempted())  # fmt: skip
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            say(_("Het lid staat in de lijst. Bewaar het papier zolang deze persoon lid is."), "success")
            return redirect(url_for("members.enter", number=number))
    return render_form("steering_group/enter_member.html", form, case=g.case)


@blueprint.get("/dossier/<number>/leden/formulier.pdf")
@may("see_members", case_argument="number")
def print_form(number: str) -> Response:
    """The form on paper, to be copied."""
    rules = _require_rules()
    filled = enrolment_form(enrolment_form_record(db.session(), g.case, rules.version, today(), settings().base_url))
    return print_now("enrolment_form", filled, logo=filled.sender.logo)


@blueprint.route("/dossier/<number>/leden/<int:enrolment_id>/stoppen", methods=["GET", "POST"])
@may("manage_members", case_argument="number")
def end(number: str, enrolment_id: int) -> Answer:
    """Somebody asked to stop, after a question."""
    network = network_of_case(db.session(), g.case.id)
    row = db.session.get(Enrolment, enrolment_id)
    if row is None or network is None or row.network_id != network.id:
        abort(404)
    form = ActionForm()
    if form.validate_on_submit():
        end_membership(db.session(), g.case.id, acting_person(), now(), enrolment_id=enrolment_id)
        commit()
        say(_("Deze persoon is geen lid meer. De gegevens zijn gewist; vernietig ook het papier."), "success")
        return redirect(url_for("members.list_members", number=number))
    return render_form("steering_group/end_membership.html", form, case=g.case, row=row)


def _require_rules() -> CheckedVersion:
    """The charter in force, whose rules a member accepts; 404 where there is none."""
    rules = charter_in_force(db.session(), _require_network(), today())
    if rules is None:
        abort(404)
    return rules


def _mail(template: str, subject: LazyString, **values: object) -> Mail:
    """In the language of the municipality: a member's own is not known."""
    page = network_page(settings().base_url, _require_network())
    with force_locale(g.case.municipality.mail_language):
        text = render_template(f"steering_group/{template}", case=g.case, page=page, **values)
        return written(str(subject), text)


def _require_network() -> str:
    """The slug of the network; 404 where the case gave none."""
    network = network_of_case(db.session(), g.case.id)
    if network is None:
        abort(404)
    return network.slug
