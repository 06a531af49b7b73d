"""The stages of a founding in plain words for everybody, without the terms of the trade."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from models.rules.procedure import Stage

# What is going on now, for a neighbour who looks up their street.
STAGE_NOW: dict[str, LazyString] = {
    Stage.IDEA: _l("De aanvraag is ingediend. De gemeente kijkt ze na."),
    Stage.CONSULTATION: _l("De politie en de gemeente overleggen en beslissen over de aanvraag."),
    Stage.INFO_EVENING: _l("Er komt een infoavond voor alle bewoners van het gebied."),
    Stage.CHARTER: _l("De bewoners, de politie en de gemeente schrijven hun afspraken op in een charter."),
    Stage.FEDERAL_CHECK: _l("De FOD Binnenlandse Zaken kijkt het charter na."),
    Stage.LAUNCH: _l("Alles wordt klaargezet om met het netwerk te beginnen."),
    Stage.EVALUATION: _l("Het netwerk werkt en wordt geëvalueerd."),
}

# What each stage is, on the page that explains.
STAGE_MEANING: dict[str, LazyString] = {
    Stage.IDEA: _l(
        "Een bewoner, de gemeente of de politie vraagt om een BIN op te richten. De gemeente kijkt of de "
        "aanvraag volledig is."
    ),
    Stage.CONSULTATION: _l(
        "De politie en de gemeente bespreken de aanvraag. Elk van hen beslist, altijd met een geschreven reden."
    ),
    Stage.INFO_EVENING: _l(
        "Alle bewoners van het gebied krijgen een uitnodiging. Zij horen wat een BIN is, stellen vragen en "
        "keuren het BIN, de doelstellingen en de stuurgroep goed."
    ),
    Stage.CHARTER: _l(
        "De partners schrijven hun afspraken op: wie wat doet, wie wie verwittigt, en wie wat betaalt. De "
        "coördinator, de politie en de burgemeester ondertekenen."
    ),
    Stage.FEDERAL_CHECK: _l(
        "De FOD Binnenlandse Zaken kijkt na of het charter volgens de regels is. Hiervoor bestaat geen vaste termijn."
    ),
    Stage.LAUNCH: _l(
        "De politie beslist vanaf welke dag het BIN werkt. Alle bewoners horen het en kunnen nog lid worden."
    ),
    Stage.EVALUATION: _l(
        "De coördinator en de politie kijken regelmatig, meestal elk jaar, wat goed gaat en wat beter kan."
    ),
}
