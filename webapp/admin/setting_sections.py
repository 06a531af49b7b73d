"""The settings of the procedure in sections, and for each where its present value comes from."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from models.authority import Authority
from models.rules.procedure_settings import LAUNCH_ITEMS, ProcedureSettings, effective_settings
from webapp.rule_words import said


@dataclass(frozen=True)
class Section:
    """Settings that belong together. `names`: fields of the form."""

    code: str
    title: LazyString
    explanation: LazyString
    names: tuple[str, ...]


SECTIONS = (
    Section(
        "beslissen",
        _l("Wie beslist en wie tekent"),
        _l("Voor elk dossier beslissen de politie en de gemeente elk apart. Niemand beslist voor allebei."),
        ("municipality_decider", "municipality_body", "police_decider", "successor_appointed_by",
         "correction_term_days", "signatories", "signing_order"),
    ),
    Section(
        "termijnen",
        _l("Termijnen"),
        _l(
            "Een termijn in kalenderdagen eindigt op een werkdag. Een termijn in werkdagen slaat weekends, feestdagen "
            "en sluitingsdagen over. Een nieuwe termijn volgt de nieuwe instelling; een lopende termijn verandert niet."
        ),
        (
            "assessment_term_days", "assessment_term_unit", "completion_term_days", "completion_term_unit",
            "opinion_term_days", "opinion_term_unit", "silence_of_adviser", "adviser_link_days",
            "contact_term_days", "contact_term_unit",
            "consultation_term_days", "consultation_term_unit",
            "invitation_days_before", "signing_term_days", "signing_term_unit", "federal_reminder_days",
            "evaluation_months", "evaluation_term_days", "evaluation_term_unit", "dormant_after_months",
            "succession_term_days", "succession_reminder_days", "removal_appeal_days",
        ),
    ),
    Section(
        "bevraging",
        _l("Bevraging van de leden"),
        _l("Anoniem, één keer kort na de lancering en daarna elk jaar. Met minder dan tien leden opent ze niet."),
        ("survey_by_clock", "baseline_survey_weeks", "survey_days", "survey_reminder_days"),
    ),
    Section(
        "herinneringen",
        _l("Herinneringen"),
        _l(
            "Wie iets moet doen, krijgt een herinnering vóór en na de termijn. Blijft het liggen, dan hoort ook de "
            "plaatsvervanger het, en daarna het hoofd. Elke stap komt één keer en staat in het dossierlogboek."
        ),
        (
            "reminder_days_before", "reminder_days_after", "reminder_deputy_days_after", "reminder_head_days_after",
            "adviser_reminder_days_before", "adviser_reminder_days_after",
        ),
    ),
    Section(
        "drempels",
        _l("Drempels voor gebied en draagvlak"),
        _l("Geen enkele drempel is federaal. Vul 0 in waar u geen drempel wilt."),
        (
            "minimum_registered_dwellings", "minimum_area_dwellings", "maximum_area_dwellings", "minimum_age",
            "minimum_street_share", "whole_streets_only", "sheet_sample_percent",
            "sheet_sample_lines", "voices_days_after_evening", "joint_judgement_required",
        ),
    ),
    Section(
        "leden",
        _l("Leden"),
        _l("Lid worden is gratis; wie de bijdrage van een tweede lid niet kan betalen, krijgt vrijstelling."),
        ("one_member_per_dwelling", "second_member_contribution_cents", "alert_file_columns", "alert_file_separator",
         "alert_file_encoding", "alert_file_phone", "alert_file_has_heads"),
    ),
    Section(
        "stappen",
        _l("Stappen van de procedure"),
        _l("Welke stappen nodig zijn voor een dossier verder kan."),
        (
            "judicial_contact_required", "administrative_contact_required", "screening_required",
            "federal_check_blocks", "circular", "federal_address",
            "federal_email",
        ),
    ),
    Section(
        "privacy",
        _l("Privacy"),
        _l("Met wie iemand spreekt over de eigen gegevens. Hoelang iets bewaard wordt, ligt vast voor iedereen."),
        ("data_protection_contact",),
    ),
    Section(
        "talen",
        _l("Talen"),
        _l("In welke talen uw gemeente spreekt, en in welke haar openbare bladzijden te lezen zijn."),
        ("language_regime", "courtesy_languages"),
    ),
    Section(
        "aanmelden",
        _l("Aanmelden van medewerkers"),
        _l("Geldt voor wie hier een functie heeft. Wie functies heeft bij meer overheden, volgt de strengste."),
        ("second_factor_required", "bind_by_verified_email"),
    ),
    Section(
        "lancering",
        _l("Lanceringslijst"),
        _l("Wat er klaar moet zijn voor een netwerk begint, en wie daarvoor zorgt."),
        ("launch_items", "launch_days", *(f"launch_owner_{item}" for item in LAUNCH_ITEMS)),
    ),
)  # fmt: skip
LISTED = {name for section in SECTIONS for name in section.names}


def sections_of(form: Any) -> list[Section]:
    """The sections, and at the end what stands in none of them yet: a setting is never hidden."""
    known = set(ProcedureSettings.__dataclass_fields__)
    left = tuple(field.name for field in form if field.name in known - LISTED)
    return [*SECTIONS, Section("overige", _l("Overige"), _l("Andere instellingen."), left)] if left else [*SECTIONS]


def sources_of(form: Any, authority: Authority) -> dict[str, str]:
    """Per setting: the value that holds now and where it comes from, and what holds without a choice of one's own."""
    own, zone = authority.settings, authority.zone.settings if authority.zone else {}
    present, inherited = effective_settings(zone, own), effective_settings(zone)
    found = {}
    for name in ProcedureSettings.__dataclass_fields__:
        if name not in form:
            continue
        without = _in_words(form[name], getattr(inherited, name))
        origin = authority.zone.name if authority.zone and name in zone else _("de standaard")
        if name in own:
            now = _in_words(form[name], getattr(present, name))
            found[name] = _("Nu: %(value)s, eigen keuze. Zonder eigen keuze: %(other)s, van %(origin)s.", value=now,
                            other=without, origin=origin)  # fmt: skip
        else:
            found[name] = _("Nu: %(value)s, van %(origin)s.", value=without, origin=origin)
    return found


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if hasattr(field, "choices") and field.choices:
        labels = {str(choice.value): str(said(choice.label)) for choice in field.choices}
        chosen = value if isinstance(value, tuple) else (value,)
        return ", ".join(labels.get(str(one), str(one)) for one in chosen) or _("niets")
    return str(said(value))
