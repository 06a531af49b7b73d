"""Support, for desk and police: enter a paper sheet, compare a colleague's, strike a voice, and who gave one."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request
from flask_babel import gettext as _

from models.database import db
from models.file_store import uploads
from models.operations.support import support_sheets
from models.queries.cases.facts import settings_of
from models.queries.support.support import area_streets, sheet_sent_back, sheet_to_check, staff_support, voices_of
from models.rules.streets import HouseNumber
from models.rules.support import CHOICES, STATES, WISHES
from models.support import SupportSheet, Voice
from models.upload import Upload
from webapp.case.acting import Answer, carry_out, show_action
from webapp.desk.support_forms import (
    FEWEST_LINES,
    CheckSupportSheetForm,
    EnterSupportSheetForm,
    StrikeVoiceForm,
)
from webapp.forms import number_of
from webapp.permissions import current_actor, may

blueprint = Blueprint("support_sheets", __name__)


@blueprint.route("/dossier/<number>/enter-support-sheet", methods=["GET", "POST"])
@may("enter_support_sheet", case_argument="number")
def enter_support_sheet(number: str) -> Answer:
    """A sheet line by line, with its scan; `?lijst=` one that was sent back."""
    again = _sent_back()
    form = EnterSupportSheetForm(data={"lines": _lines_so_far(again)})
    if not form.is_submitted():
        form.add_lines(max(1, FEWEST_LINES - len(form.lines)))
    elif "add_row" in request.form:
        form.add_lines(FEWEST_LINES)
        form.offer(_streets())
        return show_action("desk/enter_support_sheet.html", "enter_support_sheet", form, again=again)
    form.offer(_streets())
    done = carry_out(form, support_sheets.enter_support_sheet, _said(), store=uploads(),
                     lines=form.answers(), scan=form.scan.upload, sheet_id=again.id if again else None)  # fmt: skip
    return done or show_action("desk/enter_support_sheet.html", "enter_support_sheet", form, again=again)


@blueprint.route("/dossier/<number>/check-support-sheet", methods=["GET", "POST"])
@may("check_support_sheet", case_argument="number")
def check_support_sheet(number: str) -> Answer:
    """The next sheet that a colleague entered: the lines of the sample beside the scan."""
    sheet = _sheet_to_check()
    form = CheckSupportSheetForm(data=_sample_of(sheet))
    form.offer(_streets())
    is_back = form.outcome.data == "back"
    done = carry_out(form, support_sheets.check_support_sheet, _("De lijst gaat terug.") if is_back else _checked(),
                     sheet_id=number_of(form.sheet_id.data), lines=form.answers(), send_back=is_back,
                     reason=form.reason.data or "")  # fmt: skip
    upload = db.session.get(Upload, sheet.upload_id) if sheet else None
    return done or show_action("desk/check_support_sheet.html", "check_support_sheet", form, sheet=sheet, upload=upload)


@blueprint.route("/dossier/<number>/strike-voice", methods=["GET", "POST"])
@may("strike_voice", case_argument="number")
def strike_voice(number: str) -> Answer:
    """The voice of a dwelling no longer counts."""
    form = StrikeVoiceForm()
    form.offer(_streets())
    done = carry_out(form, support_sheets.strike_voice, _("De stem is geschrapt."), reason=form.reason.data,
                     street_id=number_of(form.street_id.data), number=form.number.data)  # fmt: skip
    return done or show_action("desk/strike_voice.html", "strike_voice", form)


@blueprint.get("/dossier/<number>/stemmen")
@may("see_voices", case_argument="number")
def list_voices(number: str) -> str:
    """Who gave a voice, with the exact numbers; for staff only."""
    return render_template(
        "desk/list_voices.html",
        case=g.case,
        support=staff_support(db.session(), g.case, settings_of(g.case)),
        voices=[_told(voice) for voice in voices_of(db.session(), g.case.id)],
    )


def _told(voice: Voice) -> dict[str, Any]:
    return {
        "dwelling": f"{voice.street.name} {HouseNumber(voice.house_number, voice.suffix)}",
        "name": voice.name,
        "choice": CHOICES[voice.choice],
        "wishes": [WISHES[wish] for wish in voice.wishes],
        "contact": " · ".join(filter(None, (voice.email, voice.phone))),
        "channel": _("op papier") if voice.channel == "paper" else _("online"),
        "state": STATES[voice.state],
        "counts": voice.state == "confirmed",
    }


def _streets() -> list[tuple[int, str]]:
    if "support_streets" not in g:
        g.support_streets = list(area_streets(db.session(), g.case))
    found: list[tuple[int, str]] = g.support_streets
    return found


def _sent_back() -> SupportSheet | None:
    typed = request.args.get("lijst", "")
    if not typed:
        return None
    sheet = sheet_sent_back(db.session(), g.case.id, number_of(typed))
    if sheet is None:
        abort(404)
    return sheet


def _lines_so_far(sheet: SupportSheet | None) -> list[dict[str, Any]]:
    if sheet is None:
        return []
    return [
        {"street_id": str(voice.street_id), "number": str(HouseNumber(voice.house_number, voice.suffix)),
         "name": voice.name, "choice": voice.choice, "wishes": voice.wishes,
         "contact": voice.email or voice.phone}
        for voice in sheet.voices
    ]  # fmt: skip


def _sheet_to_check() -> SupportSheet | None:
    actor = current_actor()
    return sheet_to_check(db.session(), g.case.id, actor.person_id if actor else None)


def _sample_of(sheet: SupportSheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    return {
        "sheet_id": sheet.id,
        "lines": [
            {"line": str(voice.line), "street_id": str(voice.street_id), "choice": voice.choice,
             "number": str(HouseNumber(voice.house_number, voice.suffix))}
            for voice in sheet.voices
            if voice.line in sheet.sample
        ],
    }  # fmt: skip


def _said() -> str:
    if settings_of(g.case).sheet_sample_percent == 0:
        return _("De lijst is ingevoerd en telt mee.")
    return _("De lijst is ingevoerd. Een collega kijkt een deel na; daarna telt ze mee.")


def _checked() -> str:
    return _("Nagekeken. Verschilde er iets, dan worden nu alle lijnen nagekeken; anders telt de lijst mee.")
