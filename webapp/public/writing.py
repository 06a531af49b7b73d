"""Writing to the coordinators of a network without knowing their address."""

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from models.database import db
from models.operations.accounts.signing_in import Mail
from models.operations.networks.writing_to_coordinators import (
    LONGEST_MESSAGE,
    LONGEST_NAME,
    Message,
    who_answers,
    write_to_coordinators,
)
from models.queries.networks.public_networks import Published, public_network
from models.rules.languages import first_complete
from models.rules.refusals import Invalid
from models.rules.web_addresses import network_page
from models.settings import settings
from webapp.clock import now, today
from webapp.forms import BinstartForm, refusal_to_form, render_form, trimmed
from webapp.languages import written
from webapp.link_pages import count_request
from webapp.permissions import may
from webapp.transaction import commit

blueprint = Blueprint("writing", __name__)

Answer = tuple[str, int] | Response


class WriteForm(BinstartForm):
    """Who writes, where they get an answer, and what they want to say."""

    name = StringField(_l("Uw naam"), filters=[trimmed], render_kw={"autocomplete": "name", "spellcheck": "false"},
                       validators=[InputRequired(_l("Vul uw naam in.")), Length(max=LONGEST_NAME, message=_l(
                           "Hoogstens %(number)s tekens.", number=LONGEST_NAME))])  # fmt: skip
    email = EmailField(_l("Uw e-mailadres"), filters=[trimmed],
                       description=_l("De coördinator antwoordt u op dit adres."),
                       render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
                       validators=[InputRequired(_l("Vul uw e-mailadres in, dan kan men antwoorden."))])  # fmt: skip
    text = TextAreaField(_l("Uw bericht"), filters=[trimmed], validators=[
        InputRequired(_l("Schrijf wat u wilt zeggen.")),
        Length(max=LONGEST_MESSAGE, message=_l("Hoogstens %(number)s tekens.", number=LONGEST_MESSAGE))])  # fmt: skip

    def typed(self) -> list[tuple[str, str]]:
        """What was filled in, for who must see it again after a refusal."""
        return [(str(field.label.text), field.data) for field in (self.name, self.email, self.text) if field.data]


@blueprint.route("/netwerken/<slug>/schrijven", methods=["GET", "POST"])
@may("write_to_coordinator")
def write(slug: str) -> Answer:
    """A message to the coordinators; how many there are and who is not told."""
    network = public_network(db.session(), slug, today())
    if network is None or not who_answers(db.session(), slug, today()):
        abort(404)
    form = WriteForm()
    if form.is_submitted():
        g.typed = form.typed()
        count_request("relay_from_caller", now())
    if form.validate_on_submit() and _sent(form, network):
        commit()
        flash(_("Uw bericht is vertrokken. De coördinator antwoordt u per mail."), "success")
        return redirect(url_for("public.show_network", slug=slug))
    return render_form("public/write.html", form, network=network, longest=LONGEST_MESSAGE)


def _sent(form: WriteForm, network: Published) -> bool:
    message = Message(form.name.data or "", form.email.data or "", form.text.data or "")
    try:
        write_to_coordinators(db.session(), network.slug, now(), message, lambda one: _mail(one, network))
    except Invalid as refusal:
        refusal_to_form(form, refusal)
        return False
    return True


def _mail(message: Message, network: Published) -> Mail:
    page = network_page(settings().base_url, network.slug)
    with force_locale(first_complete(network.language)):
        text = render_template("public/relayed_mail.txt", message=message, network=network, page=page)
        return written(_("Bericht via de bladzijde van %(network)s", network=network.name), text)
