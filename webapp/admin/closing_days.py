"""The closing days of a municipality or zone: terms that still run follow them."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from models.authority import Authority
from models.closing_day import ClosingDay
from models.database import db
from models.operations.authorities.closing_days import LONGEST_NAME, add_closing_day, remove_closing_day
from models.queries.authorities.calendar import calendar_of, public_holidays
from models.rules.refusals import Invalid
from models.rules.working_days import Calendar, bridge_days
from webapp.admin.own import acting_administrator, own_authority
from webapp.clock import now, today
from webapp.dates import DayField
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("closing_days", __name__)

_NEEDED = InputRequired(_l("Vul dit in."))


class AddClosingDayForm(BinstartForm):
    """One or more days in a row."""

    name = StringField(
        _l("Naam"),
        description=_l("Zo staat de dag in de uitleg van een termijn. Bijvoorbeeld: kermismaandag."),
        filters=[trimmed],
        validators=[_NEEDED, Length(max=LONGEST_NAME, message=_l("Hoogstens 100 tekens."))],
    )
    first_on = DayField(_l("Eerste dag"), validators=[InputRequired(_l("Vul een dag in."))])
    last_on = DayField(_l("Laatste dag"), description=_l("Laat leeg voor één dag."))
    is_yearly = BooleanField(_l("Elk jaar op dezelfde dag van de maand"))
    is_bridge = BooleanField(_l("Dit is een brugdag"))


class RemoveClosingDayForm(BinstartForm):
    """One button: the day is no closing day any more."""


@blueprint.get("/beheer/<slug>/sluitingsdagen")
@may("administer")
def list_closing_days(slug: str) -> str:
    """The closing days, the public holidays of this year and the next, and bridge days that can be added."""
    authority = own_authority(slug)
    days_off = calendar_of(db.session(), authority)
    return render_template(
        "admin/list_closing_days.html",
        authority=authority,
        rows=_rows(authority.id),
        zone_rows=_rows(authority.zone_id) if authority.zone_id else [],
        holidays=_holidays(),
        bridges=_bridges(days_off),
        remove_form=RemoveClosingDayForm(),
    )


def _rows(authority_id: int) -> list[ClosingDay]:
    return list(
        db.session.scalars(
            select(ClosingDay).where(ClosingDay.authority_id == authority_id).order_by(ClosingDay.first_on)
        )
    )


def _holidays() -> list[tuple[date, str]]:
    years = (today().year, today().year + 1)
    return [(day, name) for day, name in sorted(public_holidays().items()) if day.year in years]


def _bridges(days_off: Calendar) -> list[date]:
    days = [*bridge_days(days_off, today().year), *bridge_days(days_off, today().year + 1)]
    return [day for day in days if day >= today()]


@blueprint.route("/beheer/<slug>/sluitingsdagen/nieuw", methods=["GET", "POST"])
@may("administer")
def add_authority_closing_day(slug: str) -> tuple[str, int] | Response:
    """Add a closing day; a bridge day can be filled in by the address of the page."""
    authority: Authority = own_authority(slug)
    form = AddClosingDayForm(data=None if request.method == "POST" else _asked_for())
    if form.validate_on_submit():
        try:
            row = add_closing_day(db.session(), acting_administrator(), authority.id, now(), name=form.name.data or "",
                                  first_on=form.first_on.data, last_on=form.last_on.data,
                                  is_yearly=form.is_yearly.data, is_bridge=form.is_bridge.data)  # fmt: skip
            name = row.name
        except Invalid as refusal:
            refusal_to_form(form, refusal)
        else:
            commit()
            flash(_("‘%(name)s’ is een sluitingsdag. Lopende termijnen zijn opnieuw berekend.", name=name), "success")
            return redirect(url_for("closing_days.list_closing_days", slug=slug))
    return render_form("admin/add_closing_day.html", form, authority=authority)


def _asked_for() -> dict[str, object]:
    """What the address of the page fills in: a bridge day that was chosen from the list."""
    try:
        first_on = date.fromisoformat(request.args.get("first_on", ""))
    except ValueError:
        return {}
    return {"name": request.args.get("name", "")[:LONGEST_NAME], "first_on": first_on, "is_bridge": True}


@blueprint.post("/beheer/<slug>/sluitingsdagen/<int:closing_day_id>/verwijderen")
@may("administer")
def remove_authority_closing_day(slug: str, closing_day_id: int) -> Response:
    """Take a closing day away."""
    authority = own_authority(slug)
    remove_closing_day(db.session(), acting_administrator(), authority.id, closing_day_id, now())
    commit()
    flash(_("De sluitingsdag is verwijderd. Lopende termijnen zijn opnieuw berekend."), "success")
    return redirect(url_for("closing_days.list_closing_days", slug=slug))
