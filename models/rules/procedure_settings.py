"""What differs per municipality or zone: thresholds, terms, deciding bodies, who signs, whether a check blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from models.rules.advice import SILENCE
from models.rules.alert_file import DEFAULT_COLUMNS, ENCODINGS, PHONE_FORMS, SEPARATORS, read_columns
from models.rules.languages import OWN_NAMES, REGIMES
from models.rules.refusals import Invalid

SIGNATORY_CAPACITIES = ("mayor", "police_chief", "mandated_officer", "coordinator", "deputy_coordinator")

# The launch checklist (domain.md section 8, points 13 and 15). The zone or municipality can shorten or extend it.
LAUNCH_ITEMS = {
    "charter_conform": "Het charter is conform en door iedereen ondertekend",
    "alert_area_loaded": "De zone staat in het alarmeringssysteem",
    "test_message_sent": "Er is een testbericht verstuurd en ontvangen",
    "member_list_handed_over": "De ledenlijst is bezorgd aan de coördinator",
    "signs_ordered": "Borden en stickers zijn besteld",
    "privacy_notice_given": "De leden kregen de privacyverklaring",
}


# Who may see to a point: they also tick it off (procedure.py, check_launch_item).
LAUNCH_OWNERS = {
    "desk_officer": "de gemeentelijke dienst",
    "mandated_officer": "de gemandateerde politiebeambte",
    "coordinator": "de coördinator",
}


@dataclass(frozen=True)
class ProcedureSettings:
    """Settings of one municipality, over those of its zone and the defaults (no number in it is federal)."""

    minimum_registered_dwellings: int = 0  # Kampenhout 100, Middelkerke about 20; 0: no threshold
    minimum_area_dwellings: int = 0  # Mauvondel: 50 to 350 dwellings
    maximum_area_dwellings: int = 0  # 0: no limit
    minimum_street_share: int = (
        0  # per cent of the dwellings of each street; Steenokkerzeel: spread over the whole area
    )
    whole_streets_only: bool = False  # Mauvondel
    voices_days_after_evening: int = 0  # after the evening voices count so many days more; 0: until the stage closes
    joint_judgement_required: bool = False  # initiator, municipality and police each find the support enough
    sheet_sample_percent: int = 20  # lines of a paper sheet that a second person compares with it; 0: none
    sheet_sample_lines: int = 3  # but at least so many
    assessment_term_days: int = 30  # of a request by the municipality; stands still while completion is asked
    assessment_term_unit: str = "calendar"  # or working: days that are no weekend, holiday or closing day
    completion_term_days: int = 30
    completion_term_unit: str = "calendar"
    opinion_term_days: int = 30
    opinion_term_unit: str = "calendar"
    silence_of_adviser: str = "proceeds"  # after the term: the case goes on; or favourable: it counts so; or blocks
    adviser_reminder_days_before: int = 5  # to who answers through a link; 0: none
    adviser_reminder_days_after: int = 3
    adviser_link_days: int = 14  # how long a link still works after the term
    contact_term_days: int = 30  # for the answer of an authority; 0: none
    contact_term_unit: str = "calendar"
    consultation_term_days: int = 60
    consultation_term_unit: str = "calendar"
    correction_term_days: int = 3  # in which the author corrects a decision on the founding; 0: never
    invitation_days_before: int = 14
    signing_term_days: int = 30
    signing_term_unit: str = "calendar"
    federal_reminder_days: int = 60  # no legal term exists; 12 weeks was observed (domain.md 1)
    reminder_days_before: int = 5  # the ladder of reminders, in days before or after the last day; 0: no such step
    reminder_days_after: int = 1
    reminder_deputy_days_after: int = 7
    reminder_head_days_after: int = 14
    evaluation_months: int = 12
    evaluation_term_days: int = 60
    evaluation_term_unit: str = "calendar"
    dormant_after_months: int = 6  # without a message or meeting a network is asked whether it works; 0: never
    survey_by_clock: bool = True  # the clock opens surveys of the members by itself
    baseline_survey_weeks: int = 4  # after the launch the clock opens the baseline; 0: it opens none
    survey_days: int = 30  # how long members can answer a survey
    survey_reminder_days: int = 10  # after it was sent, to who did not answer by mail; 0: none
    successor_appointed_by: str = "desk_officer"  # who appoints where a coordinator stops
    succession_term_days: int = 60  # by when the seat of a coordinator is taken again; 0: no term
    succession_reminder_days: int = 14  # between two reminders of who must act in a succession; 0: none
    removal_appeal_days: int = 21  # besafe.be: an appeal of a coordinator within three weeks after the decision
    minimum_age: int = 18
    one_member_per_dwelling: bool = True
    second_member_contribution_cents: int = 0  # per year (Affligem: 600); 0: no second member where there is one each
    alert_file_columns: str = DEFAULT_COLUMNS  # of the file for BE-Alert, whose layout is not public
    alert_file_separator: str = "semicolon"
    alert_file_encoding: str = "utf_8_mark"
    alert_file_phone: str = "e164"
    alert_file_has_heads: bool = True
    judicial_contact_required: bool = True
    administrative_contact_required: bool = False
    screening_required: bool = True
    federal_check_blocks: bool = True
    municipality_decider: str = "mayor"  # or desk_officer, who records the decision of the body
    municipality_body: str = "college van burgemeester en schepenen"
    police_decider: str = "police_chief"  # or mandated_officer
    signatories: tuple[str, ...] = ("mayor", "police_chief", "mandated_officer", "coordinator")
    signing_order: str = "any"  # or one after the other: residents_first, authorities_first
    launch_items: tuple[str, ...] = tuple(LAUNCH_ITEMS)
    launch_days: int = 21  # after everybody may prepare the launch, each point is due; 0: no day
    launch_owner_charter_conform: str = "desk_officer"
    launch_owner_alert_area_loaded: str = "mandated_officer"
    launch_owner_test_message_sent: str = "mandated_officer"
    launch_owner_member_list_handed_over: str = "desk_officer"
    launch_owner_signs_ordered: str = "desk_officer"
    launch_owner_privacy_notice_given: str = "coordinator"
    language_regime: str = "nl"  # language law: in which languages the municipality speaks; REGIMES of languages.py
    courtesy_languages: tuple[str, ...] = ()  # in which its public pages are shown besides, as translations
    second_factor_required: bool = False  # staff get in with two factors only: app, passkey, or a strong provider
    bind_by_verified_email: bool = False  # staff: the first sign-in by a provider finds the account by its address
    circular: str = "ministeriële omzendbrief van 28 februari 2019"  # sources give 14 and 28 February: editable text
    # besafe.be, procedure: where the signed copy goes; offices move, so it is editable text, split at its commas.
    federal_address: str = (
        "FOD Binnenlandse Zaken, Algemene Directie Veiligheid en Preventie, Waterloolaan 76, 1000 Brussel"
    )
    data_protection_contact: str = ""  # of this authority's own officer (GDPR art. 37): name or service, mail, phone
    federal_email: str = ""  # of the ministry, for what changes in its list; empty: the desk sends it on paper

    @property
    def signs_in_order(self) -> bool:
        """Whether the charter is signed one after the other."""
        return self.signing_order != "any"

    def launch_owner(self, item: str) -> str:
        """The role that sees to a point of the launch checklist by itself."""
        return str(getattr(self, f"launch_owner_{item}"))


_CHOICES = {
    "municipality_decider": ("mayor", "desk_officer"),
    "police_decider": ("police_chief", "mandated_officer"),
    "successor_appointed_by": ("desk_officer", "mayor", "mandated_officer", "police_chief"),
    "silence_of_adviser": tuple(SILENCE),
    "language_regime": tuple(REGIMES),
    **{f"launch_owner_{item}": tuple(LAUNCH_OWNERS) for item in LAUNCH_ITEMS},
    "alert_file_separator": tuple(SEPARATORS),
    "alert_file_encoding": tuple(ENCODINGS),
    "alert_file_phone": tuple(PHONE_FORMS),
    "signing_order": ("any", "residents_first", "authorities_first"),
    **dict.fromkeys(
        (
            f"{kind}_term_unit"
            for kind in ("assessment", "completion", "opinion", "contact", "consultation", "signing", "evaluation")
        ),
        ("calendar", "working"),
    ),
}


_PER_CENT = ("minimum_street_share", "sheet_sample_percent")


def effective_settings(*layers: Mapping[str, Any]) -> ProcedureSettings:
    """Defaults, then each layer over it (zone first, municipality last). Raises Invalid with the setting's name."""
    merged: dict[str, Any] = {}
    for layer in layers:
        merged.update(layer)
    return _cached(tuple(sorted((name, _frozen(value)) for name, value in merged.items())))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@lru_cache(maxsize=256)
def _cached(items: tuple[tuple[str, Any], ...]) -> ProcedureSettings:
    return checked(dict(items))


def checked(values: Mapping[str, Any]) -> ProcedureSettings:
    """Settings from plain values; an unknown name, a wrong kind or an impossible value is refused by name."""
    known = {field.name: field for field in fields(ProcedureSettings)}
    for name, value in values.items():
        if name not in known:
            raise Invalid("unknown_setting", f"Er bestaat geen instelling '{name}'.", name)
        default = known[name].default
        if type(value) is not type(default):
            raise Invalid("wrong_kind", f"De instelling '{name}' heeft een waarde van de verkeerde soort.", name)
        if isinstance(value, int) and value < 0:
            raise Invalid("negative", f"De instelling '{name}' kan niet negatief zijn.", name)
        if name in _PER_CENT and isinstance(value, int) and value > 100:
            raise Invalid("too_high", f"De instelling '{name}' is een percentage, hoogstens 100.", name)
        if name in _CHOICES and value not in _CHOICES[name]:
            raise Invalid("unknown_choice", f"De instelling '{name}' kent de keuze '{value}' niet.", name)
    settings = ProcedureSettings(**values)
    read_columns(settings.alert_file_columns)
    if not settings.signatories or any(item not in SIGNATORY_CAPACITIES for item in settings.signatories):
        raise Invalid("unknown_choice", "De lijst van ondertekenaars bevat een onbekende hoedanigheid.", "signatories")
    if any(item not in LAUNCH_ITEMS for item in settings.launch_items):
        raise Invalid("unknown_choice", "De lanceringslijst bevat een onbekend punt.", "launch_items")
    if any(code not in OWN_NAMES for code in settings.courtesy_languages):
        raise Invalid("unknown_choice", "De lijst van talen bevat een onbekende taal.", "courtesy_languages")
    return settings


def require_possible(settings: ProcedureSettings) -> None:
    """Refuse thresholds that exclude each other. Asked when settings are changed, not when they are read: layers that
    were saved before must not close the cases that live by them."""
    most = settings.maximum_area_dwellings
    if most and settings.minimum_area_dwellings > most:
        raise Invalid(
            "minimum_above_maximum",
            f"Het minimum ligt boven het maximum van {most} woningen: geen enkel gebied kan dan voldoen.",
            "minimum_area_dwellings",
        )
    if most and settings.minimum_registered_dwellings > most:
        raise Invalid(
            "more_than_area",
            f"Een gebied heeft hoogstens {most} woningen: zoveel inschrijvingen kunnen er dan niet zijn.",
            "minimum_registered_dwellings",
        )
