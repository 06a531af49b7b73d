"""The forms for signing in and for one's own account."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from models.operations.accounts.credentials import LONGEST_PASSWORD, SHORTEST_PASSWORD
from models.operations.accounts.signing_in import LONGEST_ADDRESS
from webapp.forms import LONGEST_LINE, BinstartForm, trimmed

LONGEST_CREDENTIAL = 20_000  # characters of what a device answers


class AskSignInLinkForm(BinstartForm):
    """Where the mail with the link and the code must go."""

    email = EmailField(
        _l("Uw e-mailadres"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Vul uw e-mailadres in.")),
            Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang.")),
        ],
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )
    next = HiddenField()


class EnterCodeForm(BinstartForm):
    """The code from the mail."""

    code = StringField(
        _l("Code uit de mail"),
        description=_l("8 letters en cijfers, bijvoorbeeld KX7M-3RPA"),
        validators=[InputRequired(_l("Vul de code uit de mail in.")), Length(max=LONGEST_LINE)],
        render_kw={
            "autocomplete": "one-time-code",
            "spellcheck": "false",
            "autocapitalize": "characters",
            "class": "govuk-input--width-10 code-input",
        },
    )


class UseLinkForm(BinstartForm):
    """The one button on the page of the link."""


class EndSessionForm(BinstartForm):
    """A button that ends something; nothing to fill in."""


class SignOutForm(BinstartForm):
    """Sign out, and perhaps sign in again for the page that asked it."""

    next = HiddenField()


class GoToProviderForm(BinstartForm):
    """The button that leads to a provider of identities, and where somebody goes afterwards."""

    next = HiddenField()


class SignInWithPasswordForm(BinstartForm):
    """Password and second factor of staff, together, so that nothing tells which of them was wrong."""

    email = EmailField(
        _l("E-mailadres"),
        filters=[trimmed],
        validators=[InputRequired(_l("Vul uw e-mailadres in.")), Length(max=LONGEST_ADDRESS)],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Wachtwoord"),
        validators=[InputRequired(_l("Vul uw wachtwoord in.")), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    code = StringField(
        _l("Code uit uw app"),
        description=_l("6 cijfers; ze veranderen elke 30 seconden. Toestel kwijt? Typ een herstelcode."),
        validators=[InputRequired(_l("Vul de code uit uw app in.")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "class": "govuk-input--width-20 code-input"},
    )
    next = HiddenField()


class ShowSecondStepForm(BinstartForm):
    """A code of the app, or one to recover with, after a mail or a provider."""

    code = StringField(
        _l("Code uit uw app, of een herstelcode"),
        description=_l("6 cijfers, die elke 30 seconden veranderen, of 16 letters en cijfers"),
        validators=[InputRequired(_l("Vul een code in.")), Length(max=40)],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "class": "govuk-input--width-20 code-input"},
    )
    next = HiddenField()


def _passkey_name() -> StringField:
    return StringField(
        _l("Hoe noemt u deze passkey?"),
        description=_l("Bijvoorbeeld: laptop van het werk"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Geef de passkey een naam.")),
            Length(max=60, message=_l("Hoogstens %(number)s tekens.", number=60)),
        ],
        render_kw={"autocomplete": "off"},
    )


class AddPasskeyForm(BinstartForm):
    """Its name, and what the device made (the script fills it in)."""

    name = _passkey_name()
    credential = HiddenField(validators=[Length(max=LONGEST_CREDENTIAL)])


class NamePasskeyForm(BinstartForm):
    """Another name."""

    name = _passkey_name()


class ShowPasskeyForm(BinstartForm):
    """What the device answered (the script fills it in)."""

    credential = HiddenField(validators=[Length(max=LONGEST_CREDENTIAL)])
    next = HiddenField()


class ChooseNameForm(BinstartForm):
    """What we call somebody who signed in for the first time."""

    name = StringField(
        _l("Uw voornaam en naam"),
        filters=[trimmed],
        validators=[
            InputRequired(_l("Vul uw voornaam en naam in.")),
            Length(max=LONGEST_LINE, message=_l("Deze naam is te lang.")),
        ],
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    next = HiddenField()


class ChoosePasswordForm(BinstartForm):
    """A new password, typed twice; who signed in with a password types that one too."""

    present_password = PasswordField(
        _l("Uw wachtwoord van nu"),
        validators=[InputRequired(_l("Vul het wachtwoord in dat u nu hebt."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("Nieuw wachtwoord"),
        description=_l(
            "Minstens %(number)s tekens. Een zin van enkele woorden is goed. Plakken uit een wachtwoordbeheerder mag.",
            number=SHORTEST_PASSWORD,
        ),
        validators=[InputRequired(_l("Kies een wachtwoord."))],
        render_kw={"autocomplete": "new-password"},
    )
    password_again = PasswordField(
        _l("Nog eens hetzelfde wachtwoord"),
        validators=[InputRequired(_l("Vul het wachtwoord nog eens in."))],
        render_kw={"autocomplete": "new-password"},
    )


class EnrolTotpForm(BinstartForm):
    """The first code of the app, as proof that it was set up."""

    code = StringField(
        _l("Code uit uw app"),
        description=_l("6 cijfers; ze veranderen elke 30 seconden"),
        validators=[InputRequired(_l("Vul de code uit uw app in.")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-5 code-input"},
    )
