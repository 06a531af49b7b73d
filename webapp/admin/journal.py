"""The journal of a municipality or zone: who changed what, newest first."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from sqlalchemy import select

from models.authority_journal import AuthorityJournalEntry
from models.database import db
from models.person import Person
from models.rules.authority_events import AUTHORITY_EVENTS
from webapp.admin.forms import ChangeSettingsForm
from webapp.admin.own import own_authority
from webapp.paging import asked_page
from webapp.permissions import may

blueprint = Blueprint("authority_journal", __name__)

LINES_PER_PAGE = 50


@blueprint.get("/beheer/<slug>/logboek")
@may("administer")
def show_authority_journal(slug: str) -> str:
    """Every change of settings, functions, closing days, absences, texts and house style."""
    authority = own_authority(slug)
    page = asked_page()
    rows = db.session.execute(
        select(AuthorityJournalEntry, Person.name)
        .outerjoin(Person, Person.id == AuthorityJournalEntry.by_id)
        .where(AuthorityJournalEntry.authority_id == authority.id)
        .order_by(AuthorityJournalEntry.sequence.desc())
        .limit(LINES_PER_PAGE + 1)
        .offset((page - 1) * LINES_PER_PAGE)
    ).all()
    labels = {field.name: str(field.label.text) for field in ChangeSettingsForm()}
    lines = [
        {"at": entry.at, "sentence": sentence_of(entry.event, entry.data, labels), "function": name or ""}
        for entry, name in rows[:LINES_PER_PAGE]
    ]
    return render_template("admin/show_journal.html", authority=authority, lines=lines, page=page,
                           pages=page + (len(rows) > LINES_PER_PAGE))  # fmt: skip


def sentence_of(event: str, data: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """What was changed, in one sentence; settings by the question that the form asks."""
    return AUTHORITY_EVENTS[event].format(**{name: _readable(name, value, labels) for name, value in data.items()})


def _readable(name: str, value: Any, labels: Mapping[str, str]) -> Any:
    if name == "setting":
        return labels.get(value, value)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or _("niets")
    return value
