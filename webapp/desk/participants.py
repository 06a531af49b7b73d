"""The participants of a case: a list and a file for desk, police and coordinator, and what comes in on paper."""

from flask import Blueprint, Response, abort, g, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from documents.filling.participants import participant_form
from models.clock import day_of
from models.database import db
from models.operations.evenings import entering_participants
from models.participant import Participant
from models.queries.evenings.candidates import is_candidate
from models.queries.evenings.participants import (
    dwelling_of,
    participant_form_record,
    participant_in,
    participants_of,
    takes_participants,
    wishes_counted,
)
from models.queries.support.support import area_streets
from models.rules.access import may as may_do
from models.rules.participants import CONSENT, REACH, WAYS, WISHES, consent_text
from models.rules.scope import Scope
from models.settings import settings
from webapp.case.acting import acting_person, done
from webapp.case.exporting import csv_file
from webapp.case.printing import print_now
from webapp.clock import now
from webapp.desk.participant_forms import CorrectParticipantForm, EnterParticipantForm, EraseParticipantForm
from webapp.forms import render_form
from webapp.link_pages import private_answer
from webapp.permissions import may
from webapp.public.participant_forms import data_of
from webapp.rule_words import worded

blueprint = Blueprint("participants", __name__)

Answer = tuple[str, int] | AnyResponse | str


@blueprint.get("/dossier/<number>/deelnemers")
@may("see_participants", case_argument="number")
def list_participants(number: str) -> AnyResponse:
    """Who takes part, how to reach them and what they want to do."""
    lines = participants_of(db.session(), g.case)
    page = render_template(
        "desk/list_participants.html", case=g.case, lines=lines, counted=wishes_counted(lines), REACH=REACH,
        WISHES=WISHES, WAYS=WAYS, is_open=takes_participants(db.session(), g.case),
        may_enter=may_do(acting_person(), "enter_participants", g.case.place),
    )  # fmt: skip
    return private_answer(page)


@blueprint.get("/dossier/<number>/deelnemers.csv")
@may("see_participants", case_argument="number")
def export_participants(number: str) -> Response:
    """The same for a spreadsheet, to hand over to the coordinator."""
    heads = [_("Naam"), _("Woning"), _("Telefoon"), _("E-mail"), _("Bereiken met"), _("Wil doen"), _("Akkoord op"),
             _("Hoe"), _("Versie van de tekst")]  # fmt: skip
    rows = [
        [one.row.name, one.dwelling, one.row.phone, one.row.email, "; ".join(REACH[way] for way in one.row.reach),
         "; ".join(WISHES[wish] for wish in one.row.wishes), one.row.consented_on.isoformat(), WAYS[one.row.way],
         one.row.consent_version]
        for one in participants_of(db.session(), g.case)
    ]  # fmt: skip
    answer = csv_file(f"deelnemers-{g.case.number}.csv", heads, rows)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/dossier/<number>/deelnemers/invoeren", methods=["GET", "POST"])
@may("enter_participants", case_argument="number")
def enter_participant(number: str) -> Answer:
    """A form on paper."""
    form = EnterParticipantForm()
    form.offer(list(area_streets(db.session(), g.case)) if g.case.area.scope != Scope.MEMBERS else [])
    entered = done(
        form,
        lambda: entering_participants.enter_participant(
            db.session(), g.case.id, acting_person(), now(), form.on_paper()
        ),
        _("De gegevens zijn bewaard."),
        url_for("participants.enter_participant", number=number),  # the next paper
    )
    return entered or render_form("desk/enter_participant.html", form, case=g.case, consent=_consent(),
                                  is_open=takes_participants(db.session(), g.case))  # fmt: skip


@blueprint.get("/dossier/<number>/deelnemers/formulier.pdf")
@may("enter_participants", case_argument="number")
def print_participant_form(number: str) -> Response:
    """The form on paper, with the text of the consent, to be copied for the door."""
    record = participant_form_record(db.session(), g.case, day_of(now()), settings().base_url)
    filled = participant_form(record)
    return print_now("participant_form", filled, logo=filled.sender.logo)


@blueprint.route("/dossier/<number>/deelnemers/<int:participant_id>", methods=["GET", "POST"])
@may("enter_participants", case_argument="number")
def correct_participant(number: str, participant_id: int) -> Answer:
    """Somebody asks to change something."""
    row = _row(participant_id)
    form = CorrectParticipantForm(obj=row)
    changed = done(
        form,
        lambda: entering_participants.correct_participant(
            db.session(), g.case.id, acting_person(), now(), participant_id=participant_id,
            data=data_of(form, has_consented=True),
        ),
        _("De gegevens zijn aangepast."),
        url_for("participants.list_participants", number=number),
    )  # fmt: skip
    return changed or render_form("desk/correct_participant.html", form, case=g.case, row=row,
                                  dwelling=dwelling_of(row), is_open=takes_participants(db.session(), g.case),
                                  consent=worded(_consent(row.consent_version), row.consent_language))  # fmt: skip


@blueprint.route("/dossier/<number>/deelnemers/<int:participant_id>/wissen", methods=["GET", "POST"])
@may("enter_participants", case_argument="number")
def erase_participant(number: str, participant_id: int) -> Answer:
    """Somebody asks to be erased."""
    row = _row(participant_id)
    form = EraseParticipantForm()
    erased = done(
        form,
        lambda: entering_participants.erase_participant(
            db.session(), g.case.id, acting_person(), now(), participant_id=participant_id
        ),
        _("De gegevens zijn gewist."),
        url_for("participants.list_participants", number=number),
    )
    return erased or render_form("desk/erase_participant.html", form, case=g.case, row=row, dwelling=dwelling_of(row),
                                 stands=is_candidate(db.session(), row.id))  # fmt: skip


def _row(participant_id: int) -> Participant:
    row = participant_in(db.session(), g.case.id, participant_id)
    if row is None:
        abort(404)
    return row


def _consent(version: int = CONSENT) -> str:
    return consent_text(version, g.case.name, g.case.municipality.name)
