"""The eighteen sections of the charter on one screen: what each is for, whether it must be filled, and what it asks.

Source: the recommended template of domain.md 2.7, each line traced to a source. Contact data, communication plan and
budget plan are called essential by besafe.be ('procedure en wet'); house rules are mandatory everywhere and checked
with the charter. What no source shows in the federal model is optional. The pages, the checks and the print are
derived from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.rules.objectives import OBJECTIVES
from models.rules.streets import Side

# Sources as people read them: the official outline is seed 000, that of the Kenniscentrum is seed 002.
OUTLINE = "het officiële stappenplan"
PARTY_ROLES = {
    "municipality": "Gemeente",
    "mayor": "Burgemeester",
    "police_zone": "Politiezone",
    "police_chief": "Korpschef",
    "mandated_officer": "Gemandateerde politiebeambte",
    "deputy_mandated_officer": "Plaatsvervangend gemandateerde",
    "coordinator": "Coördinator",
    "deputy_coordinator": "Plaatsvervangend coördinator",
    "steering_group_member": "Lid van de stuurgroep",
    "other": "Andere partner",
}
# besafe.jdbi 'communicatieplan': what kinds of messages the plan must arrange.
MESSAGE_CLASSES = {
    "urgent": "Dringend bericht",
    "non_urgent": "Niet-dringend bericht",
    "feedback": "Terugkoppeling",
    "missing_person": "Vermiste persoon",
    "emergency": "Noodsituatie",
}
# Circular, as told in seed 002: urgent messages, other messages, and feedback on both.
NEEDED_MESSAGES = ("urgent", "non_urgent", "feedback")
COST_KINDS = {"basic": "basiskost (dagelijkse werking)", "extra": "extra kost"}
FREQUENCIES = {"once": "eenmalig", "yearly": "elk jaar"}
PAYERS = {
    "municipality": "de gemeente",
    "police_zone": "de politiezone",
    "member": "de leden",
    "network": "het BIN zelf",
    "other": "iemand anders",
}
SIDES = {Side.ALL.value: "alle nummers", Side.ODD.value: "oneven nummers", Side.EVEN.value: "even nummers"}
STARTS = {
    "last_signature": "op de dag van de laatste handtekening",
    "launch": "op de dag waarop de politie het BIN lanceert",
    "on_day": "op een andere dag",
}
DURATIONS = {"indefinite": "voor onbepaalde tijd", "until": "tot en met een bepaalde dag"}
YES_NO = {"no": "nee", "yes": "ja"}
# What was seen in use (seed 002, politie.be, Melle, Brugge): offered while typing, never imposed.
CHANNELS = (
    "sms via BE-Alert",
    "gesproken bericht via BE-Alert",
    "telefoon",
    "e-mail",
    "brief of folder",
    "WhatsApp-groep van de leden",
    "nieuwsbrief",
)


@dataclass(frozen=True)
class Field:
    """One thing that a section asks.

    kind: line (at most 200 characters), text, email, money (typed in euro, kept in cents as `<code>_cents`), number,
    day, choice, choices, rows (free rows of `columns`), fixed_rows (one row of `columns` per entry of `choices`), or
    row_id (kept by the system, never asked). `needed`: the fixed rows that may not stay empty.
    """

    code: str
    kind: str
    label: str
    help: str = ""
    example: str = ""
    is_required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    columns: tuple["Field", ...] = ()
    needed: tuple[str, ...] = ()
    most_rows: int = 200
    row_name: str = ""


@dataclass(frozen=True)
class Section:
    """One section: `plain` says in one sentence of plain language what it is for, `source` where it comes from."""

    code: str
    number: int
    title: str
    is_essential: bool
    source: str
    plain: str
    fields: tuple[Field, ...]


LISTING = "Een lege regel begint een nieuwe alinea. Een regel die begint met een streepje, wordt een punt in een lijst."
ROWS_OF_OBJECTIVES = (
    Field("text", "line", "Doelstelling", example="elkaar verwittigen bij een stroompanne", is_required=True),
)


def asked(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields that a person fills in."""
    return tuple(one for one in fields if one.kind != "row_id")


def _text(label: str, example: str = "", *, is_required: bool = True) -> tuple[Field, ...]:
    return (Field("text", "text", label, LISTING, example, is_required),)


PARTY_COLUMNS = (
    Field("role", "choice", "Functie", choices=PARTY_ROLES, is_required=True),
    Field("organisation", "line", "Organisatie", example="Gemeente Oosterbeke"),
    Field("name", "line", "Naam", example="Annelies Voorbeeld"),
    Field("address", "line", "Adres", example="Markt 1, 9994 Oosterbeke"),
    Field("phone", "line", "Telefoon", example="02 000 00 00"),
    Field("email", "email", "E-mailadres", example="veiligheid@oosterbeke.example"),
)
SEGMENT_COLUMNS = (
    Field("street", "line", "Straat", "Typ de naam en kies uit de lijst.", "Kerkstraat", is_required=True),
    Field("street_id", "row_id", "Nummer in het stratenregister"),
    Field("side", "choice", "Welke huisnummers?", choices=SIDES, is_required=True),
    Field("from_number", "number", "Vanaf nummer", "Leeg: vanaf het begin van de straat."),
    Field("to_number", "number", "Tot en met nummer", "Leeg: tot het einde van de straat."),
)
MESSAGE_COLUMNS = (
    Field("sender", "line", "Wie stelt het bericht op?", example="de politiezone", is_required=True),
    Field("approver", "line", "Wie keurt het goed?", "Alleen de politie beslist of een bericht vertrekt.",
          "de officier van dienst", is_required=True),
    Field("two_keys", "choice", "Moeten twee mensen het laten vertrekken?",
          "Ja: de ene maakt het bericht klaar, iemand anders laat het vertrekken.", choices=YES_NO),
    Field("channel", "line", "Langs welke weg?", example="sms via BE-Alert", suggestions=CHANNELS, is_required=True),
    Field("fallback", "line", "En als dat niet lukt?", example="telefoon", suggestions=CHANNELS),
    Field("recipients", "line", "Naar wie?", example="alle leden in het gebied", is_required=True),
    Field("delay", "line", "Binnen welke tijd?", example="zo snel mogelijk, binnen 15 minuten"),
    Field("feedback_owner", "line", "Wie laat weten hoe het afliep?", example="de gemandateerde politiebeambte"),
)  # fmt: skip
COST_COLUMNS = (
    Field("description", "line", "Waarvoor?", example="sms-berichten", is_required=True),
    Field("kind", "choice", "Soort kost", choices=COST_KINDS, is_required=True),
    Field("frequency", "choice", "Hoe vaak?", choices=FREQUENCIES, is_required=True),
    Field("amount", "money", "Bedrag in euro", "Niets te betalen? Vul 0 in.", "150,00", is_required=True),
    Field("payer", "choice", "Wie betaalt?", choices=PAYERS, is_required=True),
)

# The minimum that house rules must hold (bin-plp.be, Edegem; domain.md 2.10), and the usual clauses of real ones.
PROVISIONS = (
    Field("what_it_is", "text", "Wat een BIN is", LISTING, is_required=True),
    Field("what_it_is_not", "text", "Wat een BIN niet is", LISTING, is_required=True),
    Field("objectives", "text", "Doelstellingen", LISTING, is_required=True),
    Field("role_of_members", "text", "Rol van de leden", LISTING, is_required=True),
    Field("role_of_coordinator", "text", "Rol van de coördinator", LISTING, is_required=True),
    Field("joining_and_leaving", "text", "Lid worden en stoppen", LISTING),
    Field("messages", "text", "Melden en berichten", LISTING),
    Field("privacy", "text", "Privacyverklaring", LISTING, is_required=True),
    Field("measures", "text", "Maatregelen", LISTING),
)
OWN_ARTICLES = Field(
    "own", "rows", "Eigen artikels", most_rows=20, row_name="Eigen artikel",
    columns=(
        Field("title", "line", "Titel", is_required=True),
        Field("text", "text", "Tekst", LISTING, is_required=True),
    ),
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (
    Section("title", 1, "Titel en kenmerken", True, "huishoudelijk reglement BIN Elewijt: naam en gebied",
            "Hier staat hoe dit charter heet en wat er in het kort in staat.",
            (Field("subtitle", "line", "De zin onder de titel",
                   "De titel zelf, het nummer, de versie, de gemeente en de politiezone vult het systeem in.",
                   "Afspraken tussen de buurt, de politie en de gemeente.", is_required=True),
             Field("in_short", "text", "In het kort", "Eén regel per zin. Deze zinnen staan vooraan op het charter."))),
    Section("legal_basis", 2, "Wettelijke basis", True, "modelreglement fr.bin-plp.be: wettelijke basis",
            "Dit zijn de wetten en de omzendbrief waaraan iedereen zich houdt.", _text("Wettelijke basis")),
    Section("parties", 3, "Partners en contactgegevens", True, "besafe.be, procedure: essentieel in het charter",
            "Hier staat wie er meewerkt en hoe u elke partner bereikt.",
            (Field("parties", "rows", "Partners",
                   "Burgemeester, korpschef, gemandateerde politiebeambte en coördinator moeten er zeker in staan, met "
                   "telefoon of e-mail. De telefoonnummers en adressen komen niet in het openbare bestand.",
                   is_required=True, columns=PARTY_COLUMNS, most_rows=100, row_name="Partner"),)),
    Section("area", 4, "Naam, soort en gebied", True, "Neupré: het charter noemt de straten",
            "Dit zijn de straten waar het BIN werkt.",
            (Field("segments", "rows", "Straten", columns=SEGMENT_COLUMNS, most_rows=500,
                   row_name="Straat"),
             Field("boundary", "text", "De grens in woorden", example="Tussen de spoorweg, de rivier en de kerk."))),
    Section("what_it_is", 5, "Wat een BIN is en niet is", False, "Kenniscentrum BIN; wet van 29 juli 1934",
            "Een BIN geeft informatie door. Het is geen burgerwacht.",
            _text("Wat een BIN is en niet is", is_required=False)),
    Section("objectives", 6, "Doelstellingen", True, f"{OUTLINE}; infoavond, agendapunt 3",
            "Hier staat wat we samen willen bereiken.",
            (Field("motives", "text", "Waarom komt dit BIN er?", "Begint met wat in het overleg is afgesproken."),
             Field("chosen", "choices", "Wat willen we bereiken?", choices=OBJECTIVES),
             Field("own", "rows", "Eigen doelstellingen", most_rows=20, columns=ROWS_OF_OBJECTIVES,
                   row_name="Eigen doelstelling"),
             Field("expected_of_residents", "text", "Wat verwachten we van de bewoners?"),
             Field("expected_of_police", "text", "Wat verwachten we van de politie?"),
             Field("expected_of_municipality", "text", "Wat verwachten we van de gemeente?"))),
    Section("coordinator_tasks", 7, "Taken van de coördinator en de stuurgroep", True,
            f"{OUTLINE}; policehesbaye.be: negen taken", "Hier staat wat de coördinator en de stuurgroep doen.",
            _text("Taken van de coördinator en de stuurgroep")),
    Section("police_tasks", 8, "Taken van de politie", True, OUTLINE,
            "Hier staat wat de politie doet, en dat alleen zij beslist over berichten.", _text("Taken van de politie")),
    Section("municipality_tasks", 9, "Taken van de gemeente", True, OUTLINE,
            "Hier staat hoe de gemeente helpt.", _text("Taken van de gemeente")),
    Section("members", 10, "Rechten en plichten van de leden", False, "Kenniscentrum BIN; reglement BIN Zevenbergen",
            "Iedereen vanaf 18 jaar mag meedoen en mag altijd stoppen.",
            _text("Rechten en plichten van de leden", is_required=False)),
    Section("communication_plan", 11, "Communicatieplan", True, "besafe.be, procedure: essentieel in het charter",
            "Hier staat wie wie verwittigt, en hoe.",
            (Field("topics", "text", "Waarover gaan de berichten?", LISTING),
             Field("messages", "fixed_rows", "Per soort bericht",
                   "Dringend, niet-dringend en terugkoppeling moeten ingevuld zijn.", choices=MESSAGE_CLASSES,
                   needed=NEEDED_MESSAGES, columns=MESSAGE_COLUMNS),
             Field("log_keeper", "line", "Wie houdt bij welke berichten verstuurd zijn?", example="de coördinator",
                   is_required=True),
             Field("list_keeper", "line", "Wie beheert de ledenlijst?", example="de coördinator", is_required=True),
             Field("test", "line", "Wanneer testen we de berichten?", example="elk jaar in september"),
             Field("supralocal", "text", "Afspraken met BIN’s van andere buurten", LISTING))),
    Section("budget", 12, "Budget en financiering", True, "besafe.be, procedure: essentieel in het charter",
            "Hier staat wat het BIN kost en wie dat betaalt.",
            (Field("lines", "rows", "Kosten", is_required=True, columns=COST_COLUMNS, row_name="Kost"),
             Field("support_is_temporary", "choice", "Is de steun van de gemeente of de politie tijdelijk?",
                   choices=YES_NO, is_required=True),
             Field("alternative_financing", "text", "Hoe gaat het verder als die steun stopt?", LISTING),
             Field("member_contribution", "money", "Bijdrage per lid en per jaar, in euro",
                   "Vraagt u niets? Vul 0 in.", "0,00", is_required=True),
             Field("exemption", "text", "Wie hoeft die bijdrage niet te betalen?",
                   "Niemand mag om geld uit de boot vallen."))),
    Section("privacy", 13, "Privacy en gegevens", False, "besafe.be, vragen over GDPR",
            "We bewaren alleen wat nodig is, en u kunt alles opvragen.",
            _text("Privacy en gegevens", is_required=False)),
    Section("follow_up", 14, "Opvolging en evaluatie", False, "besafe.jdbi, opvolgen en evalueren",
            "We kijken geregeld samen wat goed loopt en wat beter kan.",
            _text("Opvolging en evaluatie", is_required=False)),
    Section("house_rules", 15, "Huishoudelijk reglement en maatregelen", True,
            "besafe.be, vragen: het reglement wordt mee nagekeken", "Dit zijn de spelregels voor alle leden.",
            (*PROVISIONS, OWN_ARTICLES)),
    Section("changes_and_end", 16, "Wijziging, schorsing en einde", False, "besafe.be, procedure: wijzigingen melden",
            "Verandert er iets, dan passen we het charter aan en verwittigen we iedereen.",
            _text("Wijziging, schorsing en einde", is_required=False)),
    Section("entry_into_force", 17, "Inwerkingtreding en duur", True, "huishoudelijk reglement BIN Elewijt",
            "Hier staat vanaf wanneer het charter geldt, en hoe lang.",
            (Field("starts", "choice", "Vanaf wanneer geldt het charter?", choices=STARTS, is_required=True),
             Field("starts_on", "day", "Welke dag?", "Alleen als u ‘op een andere dag’ koos."),
             Field("duration", "choice", "Hoe lang geldt het charter?", choices=DURATIONS, is_required=True),
             Field("until_on", "day", "Tot en met welke dag?", "Alleen als u ‘tot en met een bepaalde dag’ koos."))),
    Section("signatures", 18, "Ondertekening", True, "policehesbaye.be: wie het charter ondertekent",
            "Iedereen die hier staat, zet zijn handtekening onder dezelfde tekst.",
            (Field("statement", "text", "Verklaring boven de handtekeningen", is_required=True),
             Field("extra", "rows", "Extra ondertekenaars",
                   "Zij hebben hier geen account, zoals een wijkraad. Zij tekenen via een mail of op papier.",
                   columns=(
                       Field("capacity", "line", "Hoedanigheid", example="voorzitter wijkraad", is_required=True),
                       Field("name", "line", "Naam", example="Rik Voorbeeld", is_required=True),
                       Field("email", "email", "E-mailadres", "Met een adres tekent deze persoon via een link in een "
                             "mail. Leeg: op papier.", "rik@wijkraad.example")),
                   most_rows=60, row_name="Extra ondertekenaar"))),
)  # fmt: skip

SECTION = {section.code: section for section in SECTIONS}
# Fixed in every plan (seed 002; house rules of Edegem): never through the coordinator first.
MEMBER_TO_POLICE = (
    "Leden melden altijd zelf en meteen aan de politie: 101, of 112 bij gevaar voor mensen of brand. "
    "Nooit eerst via de coördinator of de burgemeester."
)
