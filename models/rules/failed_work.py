"""Work that keeps failing, in words that hold no personal data: what it is, and what kind of fault it has.

The reason that is kept with the work may name people (a mail server repeats the address that it refuses). Of it only
the kind of the fault is ever shown or logged.
"""

import re

from models.rules.stage_names import STAGE_NAMES

MANY_TRIES = 3  # fewer are everyday: a mail server that restarts
LONGEST_REASON = 500  # characters of why somebody gives work up
UNKNOWN_FAULT = "Onbekend"

_FAULT = re.compile(r"([A-Za-z_][A-Za-z0-9_.]{0,79})(?::|$)")
_PIECES = {"mail": "een mail", "document": "een document", "scan": "het nakijken van een bijlage op virussen"}

# Per kind of fault: what is wrong, and what one can do.
FAULTS: dict[str, tuple[str, str]] = {
    "MailServerAway": (
        "De mailserver antwoordt niet.",
        "Kijk na of de mailserver werkt. Binstart probeert vanzelf opnieuw.",
    ),
    "AddressRefused": ("De mailserver weigert het adres.", "Vraag een ander adres en pas het aan in het dossier."),
    "NeverDeliverable": ("De mailserver weigert de mail.", "Vraag uw mailbeheerder waarom."),
    "NoAddress": ("Er is geen bruikbaar e-mailadres.", "Vraag een ander adres en pas het aan in het dossier."),
    "Unfinished": (
        "Een mail of document van dit dossier is nog niet klaar.",
        "Kijk in de lijst welke mail of welk document mislukt.",
    ),
    "NoCertificate": ("Het certificaat voor het zegel is niet bruikbaar.", "Kijk de instelling van het zegel na."),
    "OperationalError": ("De databank was even weg.", "Kijk na of de databank werkt. Probeer daarna opnieuw."),
    "OSError": ("Een bestand kon niet gelezen of bewaard worden.", "Kijk na of er plaats is op de schijf."),
    "FileNotFoundError": ("Een bestand ontbreekt.", "Zet de bestanden terug van de reservekopie."),
    "StoreAway": (
        "De opslag van bestanden antwoordt niet, of is vol.",
        "Kijk na of de opslag draait en er plaats is. Binstart probeert vanzelf opnieuw.",
    ),
    "ScannerAway": (
        "De virusscanner antwoordt niet.",
        "Kijk na of clamd draait. Binstart probeert vanzelf opnieuw; tot dan blijft de bijlage dicht.",
    ),
    "FileLost": ("Een bestand ontbreekt of is beschadigd.", "Zet de bestanden terug van de reservekopie."),
    "RunFailed": ("De uitvoering in de werkpool mislukte.", "Kijk in Prefect bij dit dossier waarom."),
    "GivenUp": ("Een beheerder gaf dit op.", "Is de oorzaak weg, probeer dan opnieuw."),
}
_OTHER = (
    "Er is iets onverwachts misgelopen.",
    "Probeer opnieuw. Lukt het weer niet, meld dit aan wie Binstart onderhoudt.",
)


def fault_of(error: str) -> str:
    """The kind of a fault: what stands before the colon, and nothing else of it."""
    found = _FAULT.match(error)
    return found[1] if found else UNKNOWN_FAULT


def fault_in_words(fault: str) -> tuple[str, str]:
    """What is wrong, and what one can do about it."""
    return FAULTS.get(fault, _OTHER)


def piece_in_words(kind: str, flow: str = "") -> str:
    """How a page and the journal name a piece. `kind`: 'work' (of the flow of a stage), 'mail', 'document'."""
    return f"het werk van de fase {STAGE_NAMES[flow]}" if kind == "work" else _PIECES[kind]
