"""The letters to all dwellings, for desk and police: ask for them, see how far they are, and fetch them."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired

from documents.filling.invitation import invitation_letter
from documents.language import in_language
from models.database import db
from models.info_evening import InfoEvening
from models.invitation import Invitation
from models.operations.evenings import inviting
from models.queries.cases import case_parts
from models.queries.evenings.evenings import planned_evenings
from models.queries.evenings.invitations import (
    as_record,
    asked_in,
    evenings_without_letters,
    invitation_at,
    letter_progress,
    letter_run_of,
    round_of,
    streets_without_numbers,
)
from models.queries.records.info_evening import evening_record
from models.queries.support.support import area_streets
from models.rules.invitations import WINDOWS
from models.rules.languages import OWN_NAMES, languages_for
from models.rules.refusals import Invalid
from models.settings import settings
from webapp.case.acting import Answer, carry_out, show_action
from webapp.case.forms import ActionForm, a_choice, a_line
from webapp.case.printing import print_now
from webapp.clock import now
from webapp.formatting import moment
from webapp.forms import BinstartForm, number_of, refusal_to_form, render_form
from webapp.permissions import may

blueprint = Blueprint("letters", __name__)

MOST_STREETS = 60  # to choose from on one page; beyond that all of them are invited
AGAIN_AFTER = 3  # seconds between two looks at how far the letters are


class InviteDwellingsForm(ActionForm):
    """For which envelopes; where several evenings are planned, whom to which."""

    window = a_choice(_l("Waar zit het venster van uw omslagen?"), dict(WINDOWS), _l("Kies waar het venster zit."))
    evening_id = RadioField(
        _l("Voor welke infoavond?"), coerce=int, validators=[InputRequired(_l("Kies een infoavond."))]
    )
    streets = SelectMultipleField(
        _l("Welke straten nodigt u uit?"), coerce=str, validate_choice=False,
        description=_l("Kies niets om alle straten van het gebied uit te nodigen."),
    )  # fmt: skip

    def offer(self, evenings: list[InfoEvening], streets: list[tuple[int, str]], *, are_several: bool) -> None:
        """The evenings without letters, and the streets. Where one evening is planned, all are invited to that one."""
        if not are_several:
            del self.evening_id, self.streets
            return
        self.evening_id.choices = [
            SelectChoice(one.id, f"{moment(one.starts_at)}, {one.place}") for one in evenings
        ]  # fmt: skip
        if not self.is_submitted() and evenings:
            self.evening_id.data = evenings[0].id
        self.streets.choices = [SelectChoice(str(street_id), name) for street_id, name in streets]
        if len(streets) > MOST_STREETS:
            del self.streets

    def chosen(self) -> dict[str, Any]:
        """Whom to invite to what."""
        found: dict[str, Any] = {"window": self.window.data}
        if "evening_id" in self:
            found["evening_id"] = self.evening_id.data
        if "streets" in self:
            found["streets"] = [number_of(street) for street in self.streets.data or []]
        return found


class CopyLetterForm(BinstartForm):
    """For which dwelling; where letters are made in several languages, in which of them."""

    address = a_line(
        _l("Van welke woning?"), _l("Vul straat en huisnummer in."), _l("Bijvoorbeeld: Kerkstraat 12 bus 3")
    )
    language = RadioField(_l("In welke taal?"), validators=[InputRequired(_l("Kies een taal."))])

    def offer(self, languages: Sequence[str]) -> None:
        """The languages of the letters, the first one chosen."""
        self.language.choices = [SelectChoice(code, OWN_NAMES[code]) for code in languages]
        if not self.is_submitted():
            self.language.data = languages[0]
        if len(languages) == 1:
            del self.language


@blueprint.route("/dossier/<number>/invite-dwellings", methods=["GET", "POST"])
@may("invite_dwellings", case_argument="number")
def invite_dwellings(number: str) -> Answer:
    """Ask for a letter to every dwelling. Asked already: on to the letters."""
    form = InviteDwellingsForm(data={"window": "right"})
    evenings = evenings_without_letters(db.session(), g.case.id, now())
    are_several = len(planned_evenings(db.session(), g.case.id)) > 1
    form.offer(evenings, list(area_streets(db.session(), g.case)), are_several=are_several)
    if not form.is_submitted() and not evenings and _has_letters():
        return redirect(url_for("letters.list_letters", number=number))
    said = _("De brieven worden gemaakt. U kunt ondertussen iets anders doen.")
    if carry_out(form, inviting.invite_dwellings, said, **form.chosen()):
        return redirect(url_for("letters.list_letters", number=number))
    dwellings = len(round_of(db.session(), g.case))
    without = streets_without_numbers(db.session(), g.case)
    return show_action("desk/invite_dwellings.html", "invite_dwellings", form, dwellings=dwellings, without=without,
                       has_two_languages=len(_languages()) > 1)  # fmt: skip


@blueprint.get("/dossier/<number>/brieven")
@may("see_letters", case_argument="number")
def list_letters(number: str) -> str:
    """How far the letters are, and the files: per street in the order of the round, and all in one. While they are
    made the page looks again by itself."""
    is_part = request.headers.get("HX-Request") == "true"
    return render_template(
        "desk/_letters.html" if is_part else "desk/list_letters.html",
        case=g.case,
        letters=letter_progress(db.session(), g.case.id),
        without=evenings_without_letters(db.session(), g.case.id, now()),
        again_after=AGAIN_AFTER,
    )


@blueprint.route("/dossier/<number>/brieven/kopie", methods=["GET", "POST"])
@may("see_letters", case_argument="number")
def copy_letter(number: str) -> Answer:
    """The letter of one dwelling once more, set in full so that screen readers can read it: to mail to who lost it. The
    address is sent as a form, so that it stands in no log."""
    form, languages = CopyLetterForm(), _languages()
    form.offer(languages)
    if form.validate_on_submit():
        language = form.language.data if "language" in form else languages[0]
        try:
            return _copy(invitation_at(db.session(), g.case.id, form.address.data), language)
        except Invalid as refusal:
            refusal_to_form(form, refusal)
    return render_form("desk/copy_letter.html", form, case=g.case)


def _languages() -> Sequence[str]:
    """In which the letters of the case are, first that of its documents."""
    return languages_for("public", g.case.municipality.language_regime, g.case.document_language)


def _copy(found: Invitation, language: str) -> Response:
    session, base_url = db.session(), settings().base_url
    run = letter_run_of(session, found.evening_id)
    assert run is not None
    record = evening_record(session, g.case, asked_in(session, g.case.id, found.evening_id), base_url)
    letter = invitation_letter(in_language(record, language), run.window_side, as_record(found), base_url)
    return print_now("invitation_letter", letter, logo=letter.sender.logo)


def _has_letters() -> bool:
    evening = case_parts.last_evening(db.session(), g.case)
    return evening is not None and letter_run_of(db.session(), evening.id) is not None
