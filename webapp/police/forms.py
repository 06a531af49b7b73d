"""The forms of the police."""

from flask_babel import lazy_gettext as _l

from webapp.case.agreeing_forms import AgreementForm
from webapp.case.forms import (
    APPROVE_OR_REFUSE,
    ActionForm,
    a_choice,
    a_day,
    a_reason,
    a_text,
    some_conditions,
    yes_or_no,
)


class DecideAsPoliceForm(AgreementForm):
    """The decision of the police on the founding."""

    is_approved = a_choice(
        _l("Wat beslist de politie?"),
        APPROVE_OR_REFUSE,
        _l("Kies goedkeuren of weigeren."),
    )
    reason = a_reason(_l("Waarom?"), _l("De initiatiefnemer en de gemeente lezen deze reden."))
    conditions = some_conditions()
    decided_on = a_day(_l("Beslist op"), _l("Vul de datum van de beslissing in."))
    may_come_again = yes_or_no(
        _l("Mag er later een nieuwe aanvraag komen?"), _l("Telt alleen bij een weigering."), default="yes"
    )


class DecideLaunchForm(ActionForm):
    """That the network becomes active, from when, and how one joins."""

    active_on = a_day(_l("Actief vanaf"), _l("Vul in vanaf wanneer het BIN actief is."), _l("Vandaag of later."))
    how_to_join = a_text(
        _l("Hoe kan iemand lid worden?"), _l("Vul in hoe iemand lid kan worden."), _l("Dit komt op de publieke pagina.")
    )
    quote = a_text(_l("Citaat van de burgemeester"), hint=_l("Voor de aankondiging in het gemeenteblad."))
