"""Forms of the administrator: the settings of the procedure, and giving somebody a function."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, IntegerField, RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from models.rules.alert_file import FIELDS, PHONE_FORMS
from models.rules.languages import OWN_NAMES
from models.rules.procedure_settings import LAUNCH_ITEMS, LAUNCH_OWNERS, ProcedureSettings
from webapp.forms import LONGEST_LINE, BinstartForm, trimmed
from webapp.rule_words import lazily_said

YES, NO = "yes", "no"
_NEEDED = InputRequired(_l("Vul dit in."))


def _count(label: Any, hint: Any = "", most: int = 10_000) -> IntegerField:
    return IntegerField(
        label,
        description=hint,
        validators=[_NEEDED, NumberRange(0, most, _l("Vul een getal in, 0 of meer."))],
        render_kw={"class": "govuk-input--width-5", "inputmode": "numeric"},
    )


def options(words: dict[str, Any]) -> list[SelectChoice]:
    """Choices from value to label."""
    return [SelectChoice(value, label) for value, label in words.items()]


def _choice(label: Any, words: dict[str, Any], hint: Any = "") -> RadioField:
    return RadioField(label, choices=options(words), description=hint, validators=[_NEEDED])


def _yes_no(label: Any, hint: Any = "") -> RadioField:
    return _choice(label, {YES: _l("ja"), NO: _l("nee")}, hint)


def _owner(item: str) -> RadioField:
    return _choice(_l("Wie zorgt hiervoor? %(item)s", item=lazily_said(LAUNCH_ITEMS[item])), dict(LAUNCH_OWNERS))


def _unit(label: Any) -> RadioField:
    return _choice(label, {"calendar": _l("kalenderdagen"), "working": _l("werkdagen")})


def _line(label: Any, hint: Any = "") -> StringField:
    return StringField(label, description=hint, filters=[trimmed], validators=[_NEEDED, Length(max=LONGEST_LINE)])


class ChangeSettingsForm(BinstartForm):
    """The settings by their own names; tests/pages checks that none is forgotten."""

    minimum_registered_dwellings = _count(
        _l("Minimumaantal ingeschreven woningen na de infoavond"), _l("0: geen drempel."), 50_000
    )
    minimum_area_dwellings = _count(_l("Minimumaantal woningen in het gebied"), _l("0: geen minimum."), 50_000)
    maximum_area_dwellings = _count(_l("Maximumaantal woningen in het gebied"), _l("0: geen maximum."), 50_000)
    minimum_street_share = _count(
        _l("Minimumaandeel woningen dat steunt in elke straat, in procent"), _l("0: geen spreiding gevraagd."), 100
    )
    voices_days_after_evening = _count(
        _l("Tot hoeveel dagen na de infoavond tellen nieuwe stemmen nog mee?"),
        _l("0: tot de fase van de infoavond afgerond is."),
        365,
    )
    joint_judgement_required = _yes_no(
        _l("Moeten initiatiefnemer, gemeente en politie alle drie het draagvlak voldoende vinden?"),
        _l("Nee: de drempels beslissen. Een oordeel noteren kan altijd."),
    )
    whole_streets_only = _yes_no(_l("Alleen hele straten?"))
    sheet_sample_percent = _count(
        _l("Hoeveel procent van een steunlijst op papier kijkt een tweede persoon na?"), _l("0: geen controle."), 100
    )
    sheet_sample_lines = _count(_l("Maar minstens zoveel lijnen"), most=60)
    assessment_term_days = _count(
        _l("Termijn om een aanvraag na te kijken, in dagen"),
        _l("De termijn staat stil zolang u aanvulling vraagt. 0: geen termijn."),
        365,
    )
    assessment_term_unit = _unit(_l("Welke dagen telt u om een aanvraag na te kijken?"))
    completion_term_days = _count(_l("Termijn om een aanvraag aan te vullen, in dagen"), most=365)
    completion_term_unit = _unit(_l("Welke dagen telt u om een aanvraag aan te vullen?"))
    correction_term_days = _count(
        _l("Hoeveel dagen kan wie besliste, de beslissing nog corrigeren?"), _l("0: niet."), 30
    )
    opinion_term_days = _count(_l("Termijn voor een advies, in dagen"), most=365)
    opinion_term_unit = _unit(_l("Welke dagen telt u voor een advies?"))
    silence_of_adviser = _choice(
        _l("Geen advies na de termijn: wat dan?"),
        {
            "proceeds": _l("het dossier gaat verder zonder het advies"),
            "favourable": _l("het advies geldt als gunstig"),
            "blocks": _l("het dossier wacht tot het advies er is of de vraag wordt ingetrokken"),
        },
    )
    adviser_link_days = _count(_l("Hoeveel dagen na de termijn werkt de link van een adviseur nog?"), most=365)
    contact_term_days = _count(_l("Termijn voor het antwoord van een overheid, in dagen"), _l("0: geen termijn."), 365)
    contact_term_unit = _unit(_l("Welke dagen telt u voor het antwoord van een overheid?"))
    consultation_term_days = _count(_l("Termijn voor het overleg, in dagen"), most=365)
    consultation_term_unit = _unit(_l("Welke dagen telt u voor het overleg?"))
    invitation_days_before = _count(_l("Dagen tussen uitnodiging en infoavond"), most=365)
    signing_term_days = _count(_l("Termijn om te ondertekenen, in dagen"), most=365)
    signing_term_unit = _unit(_l("Welke dagen telt u om te ondertekenen?"))
    federal_reminder_days = _count(
        _l("Herinnering aan het federaal nazicht, na zoveel dagen"), _l("Er bestaat geen wettelijke termijn."), 365
    )
    reminder_days_before = _count(
        _l("Herinnering vooraf, zoveel dagen voor het einde van een termijn"), _l("0: geen herinnering vooraf."), 60
    )
    reminder_days_after = _count(_l("Eerste herinnering, zoveel dagen na het einde van een termijn"), most=60)
    reminder_deputy_days_after = _count(_l("Ook de plaatsvervanger verwittigen, na zoveel dagen"), _l("0: niet."), 180)
    reminder_head_days_after = _count(
        _l("Ook het hoofd verwittigen, na zoveel dagen"),
        _l("Het diensthoofd, anders de burgemeester of de korpschef. 0: niet."),
        180,
    )
    adviser_reminder_days_before = _count(
        _l("Herinnering aan een adviseur, zoveel dagen voor het einde van de termijn"), _l("0: niet."), 60
    )
    adviser_reminder_days_after = _count(
        _l("Herinnering aan een adviseur, zoveel dagen na het einde van de termijn"), _l("0: niet."), 60
    )
    evaluation_months = _count(_l("Maanden tussen lancering en evaluatie"), most=120)
    dormant_after_months = _count(_l("Na hoeveel stille maanden vragen we of een netwerk nog werkt? 0: nooit"), most=60)
    successor_appointed_by = _choice(
        _l("Wie stelt een nieuwe coördinator aan als een andere stopt?"),
        {"desk_officer": _l("de gemeentelijke dienst, die noteert wat de leden kozen"), "mayor": _l("de burgemeester"),
         "mandated_officer": _l("de gemandateerde politiebeambte"), "police_chief": _l("de korpschef")},
    )  # fmt: skip
    succession_term_days = _count(_l("Termijn om een coördinator op te volgen, in dagen"), _l("0: geen termijn."), 730)
    succession_reminder_days = _count(
        _l("Om de hoeveel dagen herinneren we wie in een opvolging aan zet is?"), _l("0: niet."), 365
    )
    removal_appeal_days = _count(
        _l("Beroepstermijn na de definitieve uitsluiting van een coördinator, in dagen"),
        _l("Federaal: drie weken."),
        365,
    )
    evaluation_term_days = _count(_l("Termijn om de evaluatie in te vullen, in dagen"), most=365)
    evaluation_term_unit = _unit(_l("Welke dagen telt u om de evaluatie in te vullen?"))
    survey_by_clock = _yes_no(
        _l("Gaan bevragingen van de leden vanzelf open?"),
        _l("De nulmeting na de lancering, en de jaarlijkse bevraging met de evaluatie die de klok opent."),
    )
    baseline_survey_weeks = _count(
        _l("Hoeveel weken na de lancering gaat de nulmeting vanzelf open?"), _l("0: niet vanzelf."), 26
    )
    survey_days = _count(_l("Hoeveel dagen kunnen leden een bevraging beantwoorden?"), most=90)
    survey_reminder_days = _count(
        _l("Herinnering aan wie nog niet antwoordde op een bevraging, na zoveel dagen"), _l("0: niet."), 60
    )
    minimum_age = _count(_l("Minimumleeftijd van leden"), most=120)
    one_member_per_dwelling = _yes_no(_l("Hoogstens één lid per woning?"))
    second_member_contribution_cents = _count(
        _l("Wat betaalt een tweede lid van een woning per jaar, in eurocent?"),
        _l("600 is 6 euro. Geldt waar er hoogstens één lid per woning is. 0: een tweede lid kan niet."),
        10_000,
    )
    alert_file_columns = StringField(
        _l("Kolommen van het bestand voor BE-Alert, in hun volgorde"),
        description=_l(
            "Wat BE-Alert precies vraagt, is niet openbaar: neem het over van uw portaal. Schrijf ‘kop = gegeven’, "
            "gescheiden met puntkomma’s. Gegevens: %(fields)s.", fields=", ".join(FIELDS)
        ),
        filters=[trimmed],
        validators=[_NEEDED, Length(max=500, message=_l("Hoogstens 500 tekens."))],
    )  # fmt: skip
    alert_file_separator = _choice(
        _l("Wat staat tussen de kolommen?"),
        {"semicolon": _l("een puntkomma"), "comma": _l("een komma"), "tab": _l("een tab")},
    )
    alert_file_encoding = _choice(
        _l("Welke tekens gebruikt het bestand?"),
        {
            "utf_8_mark": _l("UTF-8 met een merk vooraan (Excel opent het meteen goed)"),
            "utf_8": _l("UTF-8"),
            "windows_1252": _l("Windows-1252 (oudere programma’s)"),
        },
    )
    alert_file_phone = _choice(_l("Hoe staan telefoonnummers erin?"), dict(PHONE_FORMS))
    alert_file_has_heads = _yes_no(_l("Staan de opschriften op de eerste regel?"))
    judicial_contact_required = _yes_no(_l("Moet de politie de gerechtelijke overheid contacteren?"))
    administrative_contact_required = _yes_no(_l("Moet de politie de bestuurlijke overheid contacteren?"))
    screening_required = _yes_no(_l("Moet de politie de coördinator screenen?"))
    federal_check_blocks = _yes_no(
        _l("Wacht de lancering op het antwoord van de FOD Binnenlandse Zaken?"),
        _l("Nee: het antwoord wordt alleen genoteerd. Opmerkingen leiden altijd terug naar het charter."),
    )
    second_factor_required = _yes_no(
        _l("Moet elke medewerker bij het aanmelden een tweede stap tonen?"),
        _l("Ja: wie er nog geen heeft, stelt er bij de volgende aanmelding een in: een app voor codes of een passkey."),
    )
    bind_by_verified_email = _yes_no(
        _l("Mag de eerste aanmelding via een aanmelddienst iemand herkennen aan zijn bevestigd e-mailadres?"),
        _l("Nee: uw medewerkers koppelen de aanmelddienst zelf, op de pagina van hun account."),
    )
    language_regime = _choice(
        _l("In welke talen spreekt de gemeente volgens de taalwet?"),
        {
            "nl": _l("Nederlands"),
            "nl_fr": _l("Nederlands, met faciliteiten voor Franstaligen"),
            "brussels": _l("Nederlands en Frans (Brussel)"),
            "fr": _l("Frans"),
            "fr_nl": _l("Frans, met faciliteiten voor Nederlandstaligen"),
            "fr_de": _l("Frans, met faciliteiten voor Duitstaligen"),
            "de": _l("Duits, met faciliteiten voor Franstaligen"),
        },
        _l("Brieven en mails gaan in de eerste taal, waar die tekst er al is; anders in het Nederlands."),
    )
    courtesy_languages = SelectMultipleField(
        _l("In welke talen toont u uw openbare bladzijden daarnaast, als vertaling?"),
        choices=[SelectChoice(code, name, render_kw={"lang": code}) for code, name in OWN_NAMES.items()],
        description=_l("Bij zo’n vertaling staat dat alleen de tekst in de taal van de gemeente telt. Vraag vooraf "
                       "raad: in het Nederlandse taalgebied is dit een uitzondering."),
    )  # fmt: skip
    municipality_decider = _choice(
        _l("Wie noteert de beslissing van de gemeente?"),
        {"mayor": _l("de burgemeester"), "desk_officer": _l("de gemeentelijke dienst")},
    )
    municipality_body = _line(_l("Welk orgaan van de gemeente beslist?"))
    police_decider = _choice(
        _l("Wie beslist voor de politie?"),
        {"police_chief": _l("de korpschef"), "mandated_officer": _l("de gemandateerde politiebeambte")},
    )
    signatories = SelectMultipleField(
        _l("Wie ondertekent het charter?"),
        choices=options(
            {
                "mayor": _l("burgemeester"),
                "police_chief": _l("korpschef"),
                "mandated_officer": _l("gemandateerde politiebeambte"),
                "coordinator": _l("coördinatoren"),
                "deputy_coordinator": _l("plaatsvervangend coördinatoren"),
            }
        ),
        validators=[InputRequired(_l("Kies minstens één ondertekenaar."))],
    )
    signing_order = _choice(
        _l("In welke volgorde wordt er getekend?"),
        {
            "any": _l("iedereen tegelijk, in eender welke volgorde"),
            "residents_first": _l("na elkaar: eerst de bewoners en partners, de burgemeester als laatste"),
            "authorities_first": _l("na elkaar: eerst de overheden, dan de bewoners en partners"),
        },
    )
    launch_items = SelectMultipleField(_l("Wat staat op de lanceringslijst?"), choices=options(dict(LAUNCH_ITEMS)))
    launch_days = _count(
        _l("Dagen om de lancering voor te bereiden"), _l("Elk punt krijgt deze dag; 0: geen dag."), 365
    )
    launch_owner_charter_conform = _owner("charter_conform")
    launch_owner_alert_area_loaded = _owner("alert_area_loaded")
    launch_owner_test_message_sent = _owner("test_message_sent")
    launch_owner_member_list_handed_over = _owner("member_list_handed_over")
    launch_owner_signs_ordered = _owner("signs_ordered")
    launch_owner_privacy_notice_given = _owner("privacy_notice_given")
    circular = _line(
        _l("Omzendbrief, zoals hij in de documenten staat"), _l("De bronnen geven 14 en 28 februari 2019.")
    )
    data_protection_contact = StringField(
        _l("Functionaris voor gegevensbescherming: naam of dienst, e-mailadres, telefoon"),
        description=_l("Staat op de openbare bladzijde over privacy. Een gemeente neemt die van haar zone niet over."),
        filters=[trimmed],
        validators=[Length(max=LONGEST_LINE)],
    )
    federal_email = EmailField(
        _l("E-mailadres van de FOD Binnenlandse Zaken, voor wat er in hun lijst verandert"),
        filters=[trimmed],
        validators=[Length(max=254)],
        description=_l("Leeg: de gemeentelijke dienst krijgt de brief om op papier te versturen."),
    )
    federal_address = _line(
        _l("Adres van de FOD Binnenlandse Zaken, voor de brief bij het charter"), _l("De delen gescheiden met komma’s.")
    )

    def show(self, settings: ProcedureSettings) -> None:
        """Fill the fields with the settings that hold now."""
        for field in self:
            if hasattr(settings, field.name):
                value = getattr(settings, field.name)
                field.data = (YES if value else NO) if isinstance(value, bool) else _listed(value)

    def values(self) -> dict[str, Any]:
        """What was filled in, as `change_settings` wants it."""
        defaults = ProcedureSettings()
        return {
            field.name: _as_kind(field.data, getattr(defaults, field.name))
            for field in self
            if hasattr(defaults, field.name)
        }


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _as_kind(value: Any, default: Any) -> Any:
    if isinstance(default, bool):
        return value == YES
    return tuple(value or ()) if isinstance(default, tuple) else value


class GiveMandateForm(BinstartForm):
    """Somebody gets a function in the authority."""

    name = _line(_l("Naam"), _l("Voornaam en naam."))
    email = EmailField(_l("E-mailadres"), filters=[trimmed], validators=[_NEEDED, Length(max=254)])
    role = RadioField(_l("Wat mag deze persoon?"), validators=[_NEEDED])
    function = _line(_l("Functie, zoals gedrukt"), _l("Bijvoorbeeld: diensthoofd Veiligheid."))


class EndMandateForm(BinstartForm):
    """One button: the function ends today."""
