"""The forms of the info evening: planning it, its seven items with their votes, and the rows of the stuurgroep."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, Field, FieldList, FormField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from models.info_evening import InfoEvening
from models.operations.evenings.informing import SEATS, ItemResult, Seat
from models.operations.evenings.moving_evenings import LARGEST_ROOM, MOST_EXTRA_ITEMS
from models.rules.access import Role
from models.rules.procedure import AGENDA_ITEMS
from webapp.case.forms import ActionForm, Label, a_choice, a_count, a_line, a_reason, a_text
from webapp.dates import MomentField
from webapp.formatting import moment
from webapp.forms import PartForm, trimmed

MOST_SEATS = 60
FEWEST_ROWS = 3
MOST_VOTES = 5000
EXTRA = "extra"
APPROVALS = {"yes": _l("Ja"), "no": _l("Nee"), "later": _l("Niet besproken")}
DECIDED = {"yes": True, "no": False, "later": None}


class PlanInfoEveningForm(ActionForm):
    """When and where, who invites, and whom to call."""

    starts_at = MomentField(_l("Wanneer?"), validators=[InputRequired(_l("Vul in wanneer de infoavond plaatsvindt."))])
    place = a_line(_l("Zaal"), _l("Vul in waar de infoavond plaatsvindt."), _l("Bijvoorbeeld zaal De Linde."))
    address = a_line(_l("Adres van de zaal"), _l("Vul het adres van de zaal in."))
    organisers = a_line(_l("Wie nodigt uit?"), _l("Vul in wie uitnodigt."))
    contact = a_line(_l("Contact voor vragen"), _l("Vul in wie vragen beantwoordt."), _l("Telefoon of e-mailadres."))
    accessibility = a_line(_l("Toegankelijkheid"), hint=_l("Bijvoorbeeld rolstoeltoegankelijk, ringleiding, tolk."))
    getting_there = a_line(_l("Hoe komt men er?"), hint=_l("Bijvoorbeeld parking achter de zaal, bus 12 tot Dorp."))
    speakers = a_line(_l("Wie spreekt er?"), hint=_l("Namens gemeente en politie, bijvoorbeeld de wijkinspecteur."))
    extra_items = a_text(
        _l("Extra agendapunten"),
        hint=_l("Eén per regel. De zeven verplichte punten staan altijd eerst op de agenda."),
    )
    room_limit = a_count(
        _l("Hoeveel mensen kunnen er in de zaal?"),
        hint=_l("Leeg: geen grens. Is de zaal vol, dan is er een wachtlijst."),
        most=LARGEST_ROOM,
    )
    moves = RadioField(_l("Is dit een nieuwe datum of een extra infoavond?"), validators=[Optional()])
    reason = a_text(_l("Waarom wordt de infoavond verplaatst?"), hint=_l("Wie antwoordde, leest dit in een mail."))
    is_sure = BooleanField(_l("Toch op dit moment plannen"))

    def offer(self, planned: Sequence[InfoEvening]) -> None:
        """The planned evenings that this one can replace. Where there is none, nothing is asked."""
        if not planned:
            del self.moves, self.reason
            return
        moved = [
            SelectChoice(str(one.id), _("In de plaats van de infoavond van %(when)s", when=moment(one.starts_at)))
            for one in planned
        ]
        self.moves.choices = [*moved, SelectChoice(EXTRA, _("Een extra infoavond, naast wat gepland is"))]
        if not self.is_submitted():
            self.moves.data = str(planned[0].id)

    def chosen(self) -> dict[str, Any]:
        """What replaces what."""
        if self.moves is None:
            return {"is_extra": False}
        if self.moves.data == EXTRA:
            return {"is_extra": True}
        return {"moves": int(self.moves.data or 0), "reason": self.reason.data or ""}


class CancelInfoEveningForm(ActionForm):
    """Which evening does not take place, and why."""

    evening_id = RadioField(_l("Welke infoavond?"), coerce=int,
                            validators=[InputRequired(_l("Kies een infoavond."))])  # fmt: skip
    reason = a_reason(_l("Waarom gaat de infoavond niet door?"), _l("Wie antwoordde, leest dit in een mail."))

    def offer(self, planned: Sequence[InfoEvening]) -> None:
        """The evenings that are planned."""
        self.evening_id.choices = [SelectChoice(one.id, moment(one.starts_at)) for one in planned]
        if not self.is_submitted() and len(planned) == 1:
            self.evening_id.data = planned[0].id


class AgendaItemForm(PartForm):
    """What came of one agenda item. Empty: it was not treated yet."""

    result = a_text(_l("Resultaat"), hint=_l("Noem geen bewoners: iedereen kan het verslag lezen."))
    votes_for = a_count(_l("Voor"), most=MOST_VOTES)
    votes_against = a_count(_l("Tegen"), most=MOST_VOTES)
    abstentions = a_count(_l("Onthouding"), most=MOST_VOTES)


class Rows(FieldList):
    """Rows of a form, counted by plain digits only: other signs that count as digits are no row number."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Any:
        numbers = {name[len(prefix) + 1 :].split("-", 1)[0] for name in formdata if name.startswith(f"{prefix}-")}
        return [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) <= 3]


def an_approval(label: Label) -> RadioField:
    """What the meeting thought, if it came on the table: of several evenings the last one that decided counts."""
    return a_choice(label, APPROVALS, _l("Kies ja, nee of niet besproken."))


_ITEMS = {code: FormField(AgendaItemForm, label=name) for code, name in AGENDA_ITEMS.items()}
AgendaForm = type("AgendaForm", (PartForm,), _ITEMS)


class RecordInfoEveningForm(ActionForm):
    """What the meeting decided."""

    chair = a_line(_l("Wie zat de avond voor?"), _l("Vul in wie de avond voorzat."))
    attendance = a_count(_l("Aantal aanwezigen"), _l("Vul het aantal aanwezigen in."), most=5000)
    registered_dwellings = a_count(
        _l("Aantal woningen die willen meedoen"), _l("Vul het aantal woningen in; niemand is 0."),
        _l(
            "Zoveel woningen schreven zich in op of na de avond. Tel alleen wie nog geen stem gaf, online of op een "
            "steunlijst, en zich niet op een vorige infoavond inschreef: die zijn al geteld. Voert u de lijst van de "
            "avond in als steunlijst, vul dan 0 in."
        ),
        most=50_000,
    )  # fmt: skip
    items = FormField(AgendaForm, label=_l("De zeven verplichte agendapunten"))
    extra = Rows(FormField(AgendaItemForm), label=_l("Extra agendapunten"), max_entries=MOST_EXTRA_ITEMS)
    network_approved = an_approval(_l("Keurde de vergadering het BIN goed?"))
    objectives_approved = an_approval(_l("Keurde de vergadering de doelstellingen goed?"))
    steering_group_approved = an_approval(_l("Keurde de vergadering de stuurgroep goed?"))
    remarks = a_text(_l("Opmerkingen"))

    def field_named(self, name: str) -> Field | None:
        """The rules name an agenda item by its code alone."""
        if name in AGENDA_ITEMS:
            return self.items.form[name].form.result
        number = name.removeprefix("extra_")
        if number.isdigit() and int(number) <= len(self.extra):
            return self.extra[int(number) - 1].form.result
        return super().field_named(name)

    def offer(self, extra_items: Sequence[str]) -> None:
        """The agenda items of this evening alone, each with the name that it got."""
        while len(self.extra) < len(extra_items):
            self.extra.append_entry()
        while len(self.extra) > len(extra_items):
            self.extra.pop_entry()
        for row, title in zip(self.extra, extra_items, strict=True):
            row.label.text = title

    def results(self) -> dict[str, ItemResult]:
        """The items with what came of them."""
        extra = {f"extra_{number}": row for number, row in enumerate(self.extra.data, start=1)}
        return {
            code: ItemResult(item["result"] or "", item["votes_for"], item["votes_against"], item["abstentions"])
            for code, item in {**self.items.data, **extra}.items()
        }


class SeatForm(PartForm):
    """One person in the stuurgroep. A row without name, address and phone is nobody."""

    name = a_line(_l("Naam"), _l("Vul de naam in."), autocomplete="off")
    email = EmailField(
        _l("E-mailadres"),
        filters=[trimmed],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
        validators=[
            InputRequired(_l("Vul het e-mailadres in: daarmee meldt deze persoon zich aan.")),
            Regexp(r"[^@\s]+@[^@\s]+$", message=_l("Dit is geen e-mailadres. Voorbeeld: naam@voorbeeld.be")),
            Length(max=254, message=_l("Dit e-mailadres is te lang.")),
        ],
    )
    phone = a_line(_l("Telefoon"), autocomplete="off")
    role = SelectField(_l("Functie"), choices=dict(SEATS), default=Role.STEERING_GROUP_MEMBER.value)

    def is_empty(self) -> bool:
        """Whether nobody was filled in here."""
        return not (self.name.data or self.email.data or self.phone.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """An empty row is in order."""
        return self.is_empty() or super().validate(extra_validators)


class AppointSteeringGroupForm(ActionForm):
    """Who is in the stuurgroep. Who is no longer in the list leaves it."""

    # One row more than allowed is read, so that it is refused instead of silently left out.
    seats = Rows(FormField(SeatForm), label=_l("De stuurgroep"), max_entries=MOST_SEATS + 1)

    def add_rows(self, count: int = 1) -> None:
        """Empty rows to fill in."""
        for _row in range(min(count, MOST_SEATS - len(self.seats))):
            self.seats.append_entry()

    def chosen(self) -> list[Seat]:
        """The people of the rows that are not empty."""
        return [
            Seat(row.form.name.data, row.form.email.data, row.form.role.data, row.form.phone.data or "")
            for row in self.seats
            if not row.form.is_empty()
        ]
