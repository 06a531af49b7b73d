"""The forms about the minutes of an info evening: editing their text, and approving a version."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import Field, FormField, HiddenField

from models.operations.evenings.writing_minutes import CHANGED
from webapp.case.forms import ActionForm, a_text
from webapp.forms import PartForm


class MinutesForm(ActionForm):
    """Base of a form about the version of the minutes that stands on the page; alone it is the approval of it."""

    minutes = HiddenField()
    read = 0  # the version that stood on the page when it was sent

    def has_read(self, present: int) -> bool:
        """Whether this is the present version. If not, the form says so, and goes on with the present one."""
        typed = str(self.minutes.data or "")
        self.read = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
        self.minutes.data = str(present)
        if self.is_submitted() and self.read != present:
            self.form_errors.append(CHANGED.format(version=present))
            return False
        return True

    @property
    def version(self) -> int:
        """The version that stands on the page, once `has_read` was asked."""
        return int(self.minutes.data or 0)


class EditMinutesForm(MinutesForm):
    """The next version. The agenda items come with the evening (`form_for`)."""

    introduction = a_text(_l("Inleiding"), hint=_l("Staat vóór de agendapunten. Mag leeg blijven."))
    items: FormField
    remarks = a_text(_l("Opmerkingen"), hint=_l("Staat na de agendapunten. Mag leeg blijven."))

    def field_named(self, name: str) -> Field | None:
        """The rules name an agenda item by its code alone."""
        inner: Mapping[str, Field] = self.items.form._fields
        return inner.get(name) or super().field_named(name)


def form_for(items: Mapping[str, str]) -> type[EditMinutesForm]:
    """The form for minutes with these agenda items, by code with their names."""
    fields = {
        code: a_text(name, _l("Vul in wat er over dit punt in het verslag staat.")) for code, name in items.items()
    }
    part = FormField(type("ItemsForm", (PartForm,), fields), label=_l("De agenda, punt per punt"))
    return type("EditTheseMinutesForm", (EditMinutesForm,), {"items": part})
