"""Words that do not belong in a charter: a promise of fewer burglaries, and members who patrol or stand guard, in Dutch
and in French.

UGent 2020 (16 networks): more trust, no proof of fewer burglaries, so nothing is promised. The law of 29 July 1934
forbids private militias. A sentence that says that something is not done is as it should be.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wording:
    """One kind of words: its code, what is found in a sentence, what the writer is told, and the source."""

    code: str
    pattern: re.Pattern[str]
    sentence: str
    source: str


# In French only what is no Dutch word ('pas'), and not 'ne … que', which allows what follows.
_DENIES = re.compile(
    r"\b(niet|geen|niets|nooit|noch|niemand|zonder|verbiedt|verbieden|verbod|verboden"
    r"|ni|jamais|sans|aucune?|non (?:à|aux?)|interdi\w+|pas d(?:e |['’])(?:patrouille|ronde|milice|garde)s?)\b"
    r"|\b(?:ne\s+|n['’])(?!\w+\s+(?:que\b|qu['’]))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+")
_OF_THE = r"(?:du |d(?:es |e la |e l['’]|e |['’]))"
_CRIME = r"(?:cambriolages?|vols?|criminalité|délinquance|délits?|infractions?|nuisances?)\b"
WORDINGS = (
    Wording(
        "promises_fewer_burglaries",
        re.compile(
            r"\b(minder|daling van|vermindering van|halvering van)\s+(?:\w+\s+)?"
            r"(inbra\w+|diefstal\w*|criminaliteit|overlast|misdrijven)"
            r"|\b(inbra\w+|diefstal\w*|criminaliteit)\s+(?:zullen |zal |gaan |gaat )?"
            r"(dalen|daalt|verminderen|vermindert|afnemen|afneemt)"
            rf"|\b(?:moins {_OF_THE}|(?:baisse|diminution|réduction|recul|chute) {_OF_THE}"
            r"|(?:rédui\w+|diminue\w*|(?:fai\w+|fera|feront) (?:baisser|diminuer|reculer)) (?:les? |la |l['’]|des ))"
            rf"(?:nombre {_OF_THE})?{_CRIME}"
            rf"|\b{_CRIME}\s+(?:vont |va )?(?:diminu|baiss|recul)(?:er\w*|ent|e)\b",
            re.IGNORECASE,
        ),
        "‘{words}’: beloof geen minder inbraken. Onderzoek toont dat niet aan.",
        "UGent 2020, onderzoek bij 16 BIN’s",
    ),
    Wording(
        "members_patrol",
        re.compile(
            r"\b(patrouil\w+|wacht\s?lopen|wachtrond\w*|nachtwacht\w*|burgerwacht\w*|achtervolg\w+|ordedienst\w*"
            r"|milices?|gardes? civiles?|comités? de vigilance|services? d['’]ordre|mont\w+ la garde|tours? de garde"
            r"|(?:une|des|leurs?|les) rondes?|pourchass\w+"
            r"|poursui\w+(?= (?:une? |les? |la |l['’]|des )(?:suspect|voleu|cambrioleu|auteur|malfait|inconnu)))",
            re.IGNORECASE,
        ),
        "‘{words}’: leden patrouilleren niet, houden geen wacht en achtervolgen niemand. Schrijf dit anders.",
        "wet van 29 juli 1934 op de private milities",
    ),
)


def unusual_wordings(content: Mapping[str, Any]) -> Iterator[tuple[Wording, str, str]]:
    """Each kind of words that stands somewhere in a content: the first words found, and the path of their field."""
    texts = list(_texts(content))
    for wording in WORDINGS:
        found = next(((words, path) for path, text in texts for words in _found(wording, text)), None)
        if found:
            yield wording, *found


def _found(wording: Wording, text: str) -> Iterator[str]:
    # A list is one sentence with what leads to it: 'Leden: - patrouilleren niet'.
    for sentence in _SENTENCE.findall(text):
        match = wording.pattern.search(sentence)
        if match and not _DENIES.search(sentence):
            yield match[0]


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the path of its field, such as 'own-0-text'."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping | list | tuple):
        for name, part in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _texts(part, f"{path}-{name}" if path else str(name))
