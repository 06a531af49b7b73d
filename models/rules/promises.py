"""No text about a network promises fewer burglaries: research found more trust and better contact, not fewer burglaries
(UGent 2020, domain.md section 4). Found in what people write themselves; our own texts are held against the same."""

import re

_CRIME = (
    r"(?:woning|auto|fiets)?(?:inbraak|inbraken|inbrekers?|diefstal(?:len)?|criminaliteit|misdrijven|dieven|overvallen"
    r"|overlast|vandalisme|inbraakcijfers?|criminaliteitscijfers?)"
)
_BETWEEN = r"(?:\W+\w+){0,4}?\W+"  # a few words between, never over the end of a sentence (cut before)
_LESS = r"(?:minder|geen|nul|weinig(?:er)?|lagere?)"
_FALLS = r"(?:dal(?:en|t|ing)|verminder(?:en|t|ing)|afname|zak(?:ken|t)|verdwijn(?:en|t)|halveer\w*)"
# 'Tips om inbraak te voorkomen' is what the police give; 'voorkomt inbraken' is a promise.
_STOPS = r"(?:voorkomt|stopt|verjaagt|weert|houdt|bant|verhindert)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_LESS}\s+(?:\w+\s+)?{_CRIME}\b",
        rf"\b{_FALLS}{_BETWEEN}{_CRIME}\b",
        rf"\b{_CRIME}\b{_BETWEEN}{_FALLS}\b",
        rf"\b{_STOPS}{_BETWEEN}{_CRIME}\b",
        rf"\b{_CRIME}\b(?:\W+\w+){{0,4}}?\W+(?:neemt|nemen)\b(?:\W+\w+){{0,4}}?\W+af\b",
        r"\b(?:inbrekers|dieven)\b(?:\W+\w+){0,3}?\W+(?:buiten|weg|tegen)\b",
        r"\bveiliger(?:e)?\b(?:\W+\w+){0,3}?\W+(?:door|dankzij|met|buurt|straat|straten|wijk|gemeente|wonen)\b",
        r"\b(?:dankzij|door)\b(?:\W+\w+){0,6}?\W+veilig(?:er)?\b",
        r"\b(?:buurt|straat|wijk|gemeente)\b(?:\W+\w+){0,3}?\W+veiliger\b",
        r"\b(?:maakt?|maken)\b(?:\W+\w+){0,5}?\W+veilig(?:er)?\b",
        r"\binbraakvrij\w*\b",
        r"\b(?:garandeert|garanderen|gegarandeerd|verzekert)\b(?:\W+\w+){0,5}?\W+veilig\w*\b",
    )
)
_SENTENCE = re.compile(r"(?:[^.!?\n]|\n(?!\s*\n))+")
PROMISED = (
    "Hier staat ‘{promise}’. Beloof niet dat er minder wordt ingebroken of dat het veiliger wordt: onderzoek vond dat "
    "niet (UGent, 2020). Schrijf wat de partners doen."
)


def promise_in(text: str) -> str:
    """The first words that promise less crime or more safety, as they were written; empty: none."""
    for sentence in _SENTENCE.findall(text):
        for pattern in _PATTERNS:
            if found := pattern.search(sentence):
                return " ".join(found.group().split())
    return ""
