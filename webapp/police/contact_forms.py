"""The forms for contacts with authorities."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from models.case import FoundingCase
from models.contact import AuthorityContact
from models.rules.contacts import AUTHORITIES
from webapp.case.forms import ActionForm, a_day, a_line, a_text
from webapp.formatting import day
from webapp.uploads import UploadField


class RecordContactForm(ActionForm):
    """Who of an authority was told, when and how, and what was asked. Never an approval: no source asks one."""

    contacted = a_line(_l("Met wie?"), hint=_l("De naam van de persoon of van de dienst."))
    contacted_on = a_day(_l("Wanneer was het contact?"), _l("Vul de datum van het contact in."))
    means = a_line(_l("Hoe?"), _l("Vul in hoe het contact verliep."), _l("Bijvoorbeeld telefonisch."))
    note = a_text(_l("Nota"), hint=_l("Alleen voor politie en gemeente. Geen namen van verdachten."))
    question = a_text(_l("Wat vraagt u?"), hint=_l("Alleen als u een antwoord verwacht."))
    due_on = a_day(_l("Antwoord ten laatste op"))
    file = UploadField(
        _l("Document"), description=_l("Een brief of een verslag, als u dat hebt. Alleen voor personeel.")
    )


class RecordContactAnswerForm(ActionForm):
    """What the authority answered."""

    contact_id = RadioField(_l("Op welk contact?"), coerce=int, validate_choice=False,
                            validators=[InputRequired(_l("Kies het contact."))])  # fmt: skip
    answer = a_text(_l("Het antwoord"), _l("Vul het antwoord in."), _l("Neem het over, of vat het samen."))
    answered_on = a_day(_l("Gegeven op"), _l("Vul in wanneer het antwoord gegeven is."))
    file = UploadField(_l("Document"), description=_l("Het antwoord op papier, als u dat hebt. Alleen voor personeel."))

    def offer(self, contacts: Sequence[AuthorityContact]) -> None:
        """The contacts that have no answer yet; a single one is chosen."""
        self.contact_id.choices = [SelectChoice(one.id, _told(one)) for one in contacts]
        if len(contacts) == 1 and self.contact_id.data is None and not self.is_submitted():
            self.contact_id.data = contacts[0].id


def _told(contact: AuthorityContact) -> str:
    who = AUTHORITIES[contact.authority]
    name = f" ({contact.contacted})" if contact.contacted else ""
    return _("%(who)s%(name)s, %(day)s", who=who[:1].upper() + who[1:], name=name, day=day(contact.contacted_on))


def waiting_contacts(session: Session, case: FoundingCase) -> Sequence[AuthorityContact]:
    """The contacts of a case without an answer, those with a question first."""
    return session.scalars(
        select(AuthorityContact)
        .where(AuthorityContact.case_id == case.id, AuthorityContact.answered_on.is_(None))
        .order_by(AuthorityContact.question == "", AuthorityContact.id)
    ).all()
