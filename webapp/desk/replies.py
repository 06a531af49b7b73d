"""The info evenings of a case for desk and police: who replied, who comes and waits, needs and questions, as a file."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, g, render_template
from flask_babel import gettext as _

from models.database import db
from models.info_evening import InfoEvening
from models.queries.evenings.evenings import all_evenings
from models.queries.evenings.replies import ReplyLine, replies_to
from models.rules.procedure import agenda_of
from models.rules.replies import ANSWERS, NEEDS, STATES
from webapp.case.exporting import csv_file
from webapp.permissions import may

blueprint = Blueprint("replies", __name__)


@dataclass(frozen=True)
class Replied:
    """One evening with its replies, counted."""

    evening: InfoEvening
    lines: list[ReplyLine]

    def count(self, answer: str, state: str = "standing") -> int:
        """How many replies of this kind."""
        return sum(1 for one in self.lines if one.reply.answer == answer and one.reply.state == state)

    def people(self, state: str) -> int:
        """How many people come (standing) or wait (waiting)."""
        return sum(one.reply.people for one in self.lines if one.reply.state == state)

    def needs(self) -> list[tuple[str, int]]:
        """What must be there, and for how many replies."""
        counted = [(text, sum(code in one.reply.needs for one in self.lines)) for code, text in NEEDS.items()]
        return [(text, number) for text, number in counted if number]

    def other_needs(self) -> list[str]:
        """What else somebody needs, in their own words."""
        return [one.reply.other_needs for one in self.lines if one.reply.other_needs]

    def not_reached(self) -> list[str]:
        """The dwellings that said that they come and left no mail address, where the evening moved to this moment after
        that, or does not take place."""
        if self.evening.state == "held":
            return []
        return [
            one.address for one in self.lines
            if one.address and one.reply.answer == "coming" and not one.reply.email
            and (self.evening.state == "cancelled" or one.reply.replied_at < self.evening.planned_at)
        ]  # fmt: skip

    def questions(self) -> list[tuple[str, list[str]]]:
        """The questions by agenda item, in the order of the agenda; those without an item last."""
        agenda = agenda_of(self.evening.extra_items)
        found: dict[str, list[str]] = {}
        for one in self.lines:
            if one.reply.question:
                found.setdefault(one.reply.question_item, []).append(one.reply.question)
        order = [*agenda, *(code for code in found if code not in agenda)]
        return [(agenda.get(code, ""), found[code]) for code in order if code in found]


@blueprint.get("/dossier/<number>/infoavonden")
@may("see_replies", case_argument="number")
def list_replies(number: str) -> str:
    """Every evening of the case with what people replied."""
    evenings = [Replied(one, list(replies_to(db.session(), one.id))) for one in all_evenings(db.session(), g.case.id)]
    return render_template("desk/list_replies.html", case=g.case, evenings=evenings, can=_can())


@blueprint.get("/dossier/<number>/infoavonden/<int:evening_id>.csv")
@may("see_replies", case_argument="number")
def export_replies(number: str, evening_id: int) -> Response:
    """The replies to one evening for a spreadsheet."""
    evening = next((one for one in all_evenings(db.session(), g.case.id) if one.id == evening_id), None)
    if evening is None:
        abort(404)
    agenda = agenda_of(evening.extra_items)
    heads = [_("Woning"), _("Antwoord"), _("Stand"), _("Aantal"), _("Nodig"), _("Vraag"), _("Agendapunt"), _("E-mail"),
             _("Wil nieuws")]  # fmt: skip
    rows = [
        [one.address or _("zonder brief"), ANSWERS[one.reply.answer], STATES[one.reply.state], one.reply.people,
         "; ".join([*(NEEDS[need] for need in one.reply.needs), *filter(None, [one.reply.other_needs])]),
         one.reply.question, agenda.get(one.reply.question_item, ""), one.reply.email,
         _("ja") if one.reply.wants_news and one.reply.email_confirmed_at else _("nee")]
        for one in replies_to(db.session(), evening.id)
    ]  # fmt: skip
    return csv_file(f"antwoorden-{g.case.number}-{evening.starts_at:%Y-%m-%d}.csv", heads, rows)


def _can() -> dict[str, Any]:
    """Whether evenings can still be planned and noted."""
    return {"plan": g.case.stage == "info_evening" and g.case.ended_at is None}
