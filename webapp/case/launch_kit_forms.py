"""The forms of the launch kit: other words for one text, the moment, and the approval of one version."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from webapp.case.forms import ActionForm, a_day, a_text
from webapp.dates import MomentField
from webapp.forms import number_of


class KitForm(ActionForm):
    """Base of a form about the version of the kit that stands on the page; alone it is a button."""

    version = HiddenField()

    @property
    def read(self) -> int:
        """The version that stood on the page."""
        return number_of(self.version.data)


class EditPieceForm(KitForm):
    """Other words for one text."""

    text = a_text(
        _l("De tekst"),
        _l("Schrijf een tekst."),
        _l("De eerste regel is de titel. Een lege regel begint een nieuwe alinea. Wat tussen accolades staat, zoals "
           "{{datum}}, is een feit: u kunt het verplaatsen, maar niet veranderen."),
    )  # fmt: skip


class PlanKitForm(ActionForm):
    """When the kit leaves, and to which papers. The day is asked as long as the police decided none."""

    active_on = a_day(
        _l("Vanaf welke dag is het netwerk actief?"),
        _l("Vul in vanaf welke dag het netwerk actief is."),
        _l("Deze dag staat in alle teksten."),
    )
    send_at = MomentField(
        _l("Wanneer vertrekt de kit?"),
        description=_l("Tot dan geldt het embargo. Op dat moment vertrekken de mails en komt het artikel online."),
        validators=[InputRequired(_l("Vul dag en uur in."))],
    )
    press = a_text(
        _l("Mailadressen van infoblad en pers"),
        hint=_l("Eén adres per regel. Elk adres krijgt één mail met het persbericht, op dat moment."),
    )
