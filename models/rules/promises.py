"""No text about a network promises fewer burglaries: research found more trust and better contact, not fewer burglaries
(UGent 2020, domain.md section 4). Found in what people write themselves, in Dutch and in French alike (a text in one
language may quote the other); our own texts are held against the same."""

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
_DUTCH = tuple(
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
_CRIME_FR = (
    r"(?:cambriolages?|cambrioleurs?|effractions?|intrusions?|vols|voleurs?|criminalité|délinquance|délits|infractions"
    r"|agressions|vandalisme|nuisances|incivilités|faits)"
)
_LESS_FR = r"(?:moins|aucune?|zéro|sans|pas)\s+(?:de\s+|d[’'])?"
_FALLS_FR = r"(?:(?:baiss|diminu|rédui|réduct|chut|dispar)\w+|recul\w*)"
# 'Conseils pour éviter les cambriolages' is what the police give; 'évite les cambriolages' is a promise.
_STOPS_FR = (
    r"(?:(?:empêche|évite|stoppe|repousse|éloigne|chasse|dissuade|élimine|protège)(?:nt|ra|ront)?"
    r"|(?:met|mettent|mettra|mettre)\s+fin)"
)
_FRENCH = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_LESS_FR}(?:\w+\s+)?{_CRIME_FR}\b",
        rf"\b{_FALLS_FR}{_BETWEEN}{_CRIME_FR}\b",
        rf"\b{_CRIME_FR}\b{_BETWEEN}{_FALLS_FR}\b",
        rf"\bn[’'](?:y\s+)?\w+\s+plus\b{_BETWEEN}{_CRIME_FR}\b",
        rf"\b{_STOPS_FR}{_BETWEEN}{_CRIME_FR}\b",
        r"\b(?:cambrioleurs|voleurs)\b(?:\W+\w+){0,3}?\W+(?:dehors|loin|à\s+(?:distance|la\s+porte|l[’']écart))\b",
        r"(?<!\ble )(?<!\bla )(?<!\bles )\bplus\s+(?:sûre?s?|en\s+sécurité|de\s+sécurité)\b",
        r"\bdavantage\s+(?:en|de)\s+sécurité\b",
        r"\bmieux\s+protégée?s?\b",
        r"\b(?:grâce|avec)\b(?:\W+\w+){0,6}?\W+(?:en\s+sécurité|à\s+l[’']abri|sûre?s?)\b",
        r"\b(?:rend|rendent|rendra|rendons)\b(?:\W+\w+){0,5}?\W+sûre?s?\b",
        r"\bgaranti\w*(?:\W+\w+){0,5}?\W+(?:sécurité|sûre?s?)\b",
        r"\b(?:assure|assurent|assurera)(?:\W+\w+){0,2}?\W+sécurité\b",
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
        for pattern in (*_DUTCH, *_FRENCH):
            if found := pattern.search(sentence):
                return " ".join(found.group().split())
    return ""
