"""Texts that a municipality writes for its mails and letters, with ((fields)) that are filled in when they are sent."""

import re
from collections.abc import Mapping

from models.rules.refusals import Invalid

PARTS = {"introduction": "Inleiding", "closing": "Slotparagraaf", "signature": "Ondertekening"}
KINDS = {"mails": "Mails", "letters": "Brieven"}
# The kinds of document that carry them. The letter per dwelling must stay one page; the others have a fixed form.
LETTERS = {
    "receipt": "het ontvangstbewijs van een aanvraag",
    "decision": "de brief met een beslissing",
    "invitation": "de uitnodiging voor de infoavond",
    "minutes": "het verslag van de infoavond",
}
CARRIED_BY = {
    "mails": "Deze teksten komen in de mails over de stappen van een dossier. Ze komen niet in het dagoverzicht, in "
    "mails aan de buurt over de infoavond, en in mails met een link om in te loggen of iets te bevestigen.",
    "letters": "Deze teksten komen in het ontvangstbewijs van een aanvraag, de brief met een beslissing, de "
    "uitnodiging voor de infoavond en het verslag van de infoavond. De brief voor elke woning, de affiche, de flyer, "
    "het lanceringsbericht, het charter en het evaluatieverslag hebben een vaste tekst.",
}
FIELDS = {
    "gemeente": "de naam van de gemeente",
    "netwerk": "de naam van het netwerk",
    "dossiernummer": "het nummer van het dossier",
    "telefoon": "het telefoonnummer van de gemeente",
    "mail": "het e-mailadres van de gemeente",
}
LONGEST = 1500  # characters: a letter must stay a letter
_FIELD = re.compile(r"\(\(([^()]*)\)\)")


def checked_text(text: str, field: str = "text", *, fields: Mapping[str, str] = FIELDS, longest: int = LONGEST) -> str:
    """The text without space around it. Raises Invalid for a field that does not exist or brackets left open."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > longest:
        raise Invalid("too_long", f"Hoogstens {longest} tekens; dit zijn er {len(text)}.", field)
    for name in _FIELD.findall(text):
        if name.strip() not in fields:
            known = ", ".join(f"(({one}))" for one in fields)
            raise Invalid("unknown_field", f"Het veld (({name})) bestaat niet. U kunt gebruiken: {known}.", field)
    left = _FIELD.sub("", text)
    if "((" in left or "))" in left:
        raise Invalid("open_brackets", "Een veld begint met (( en eindigt met )). Kijk de haakjes na.", field)
    return text


def filled_text(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in."""
    return _FIELD.sub(lambda found: values.get(found[1].strip(), ""), text)
