"""The standard words of the launch kit: what every text begins with, its facts as `{{datum}}`. Dutch is the source; the
French set has the same pieces, paragraphs and facts (launch_kit_texts_fr).

The first line is the title. They promise nothing about burglaries (UGent 2020); `tests/rules` holds them against
models.rules.promises.
"""

import re
from collections.abc import Mapping

from models.rules.languages import SOURCE
from models.rules.launch_kit_texts_fr import WRAPPED_FR

_WRAPPED = {
    "paper_long": """\
{{netwerk}} {{gebeurtenis}} in {{gemeente}}

Vanaf {{datum}} is {{netwerk}} actief. Bewoners, politie en gemeente hebben afgesproken wie wie verwittigt, en hoe.
{{initiatief}} {{ondertekend}} {{geschiedenis}}

Wat is een BIN? {{wat_is}}

{{wat_niet}}

{{citaat}}

Woont of werkt u in het gebied? Dat zijn deze straten: {{gebied}}. {{wie}} {{prijs}} {{lid_worden}}

Een coördinator uit de buurt is het aanspreekpunt voor de leden. Alleen de politie beslist of er een bericht
vertrekt, en zij laat weten wat er met een melding is gebeurd.

{{alarm}}

Meer weten of lid worden: {{link}}
""",
    "paper_medium": """\
{{netwerk}} {{gebeurtenis}} in {{gemeente}}

Vanaf {{datum}} is {{netwerk}} actief in deze straten: {{gebied}}. {{wat_is}}

{{niet_kort}} {{wie}} {{prijs}}

{{alarm_kort}}

Lid worden: {{link}}
""",
    "paper_short": """\
{{netwerk}} {{gebeurtenis}}

Vanaf {{datum}} is {{netwerk}} actief in {{gemeente}}. {{niet_kort}} {{prijs}} Lid worden: {{link}}

{{alarm_kort}}
""",
    "press_release": """\
{{netwerk}} {{gebeurtenis}} in {{gemeente}}

Vanaf {{datum}} is {{netwerk}} actief in {{gemeente}}. Bewoners, politie en gemeente hebben afgesproken wie wie
verwittigt, en hoe. Wie er woont of werkt, kan lid worden.

{{initiatief}} {{ondertekend}} {{geschiedenis}}

{{citaat}}

{{wat_is}}

{{wat_niet}}

{{grootte}} Het gebied: {{straten}}. De berichten van de politie komen bij de leden via {{middelen}}.

De coördinator is het aanspreekpunt voor de leden, houdt de ledenlijst bij en bezorgt de berichten van de politie.
De gemandateerde politiebeambte begeleidt het netwerk. Alleen de politie beslist of er een bericht vertrekt.

{{wie}} {{prijs}} {{lid_worden}} Alles staat op {{link}}

{{alarm}}

Wettelijke basis: {{wettelijk}}.

Vragen van de pers: {{contact}}
""",
    "leaflet": """\
Uw straat heeft een buurtinformatienetwerk

Beste buur

Vanaf {{datum}} is {{netwerk}} actief in uw straat. {{wat_is}}

{{wat_niet}}

Doet u mee? {{wie}} {{prijs}} {{lid_worden}}

Het netwerk is er voor deze straten: {{straten}}.

{{alarm}}

Lid worden: {{link}}

Vragen? {{contact}}
""",
    "poster": """\
{{netwerk}} {{gebeurtenis}}

Vanaf {{datum}} houden buren, politie en gemeente elkaar hier op de hoogte. Doet u mee?
""",
    "web_article": """\
{{netwerk}} {{gebeurtenis}} in {{gemeente}}

Vanaf {{datum}} is {{netwerk}} actief. Bewoners, politie en gemeente hebben afgesproken wie wie verwittigt, en hoe.

{{wat_is}}

{{wat_niet}}

{{initiatief}} {{ondertekend}} {{geschiedenis}}

{{citaat}}

Het netwerk is er voor deze straten: {{straten}}.

{{wie}} {{prijs}} {{lid_worden}}

{{alarm}}

Lid worden: {{link}}
""",
    "post_1": """\
Vanaf {{datum}} is {{netwerk}} actief in {{gemeente}}. Woont of werkt u er? Lees hoe u lid wordt: {{link}}
""",
    "post_2": """\
{{netwerk}}: {{niet_kort}} {{alarm_kort}} Lees meer: {{link}}
""",
    "post_3": """\
Al aangesloten bij {{netwerk}}? {{prijs}} Ook wie er werkt, is welkom vanaf 18 jaar. Lid worden: {{link}}
""",
    "mail": """\
{{netwerk}} {{gebeurtenis}}

U gaf een stem over {{netwerk}}, of u vroeg er nieuws over. Vanaf {{datum}} is het netwerk actief.

U bent nog geen lid: dat wordt u alleen als u dat zelf wilt. {{wie}} {{prijs}} {{lid_worden}}

{{niet_kort}}

{{alarm}}

Lid worden: {{link}}
""",
    "screen": """\
{{netwerk}} {{gebeurtenis}}
Actief vanaf {{datum}}
{{prijs}}
{{link_kort}}
{{alarm_kort}}
""",
}
BY_LINE = ("screen",)  # pieces of which every line stands on its own


def _unwrapped(code: str, text: str) -> str:
    """One line per paragraph, as people edit it."""
    return text.strip() if code in BY_LINE else re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())


def _all_unwrapped(texts: Mapping[str, str]) -> dict[str, str]:
    return {code: _unwrapped(code, text) for code, text in texts.items()}


STANDARD = _all_unwrapped(_WRAPPED)
_BY_LANGUAGE = {SOURCE: STANDARD, "fr": _all_unwrapped(WRAPPED_FR)}


def standard_texts(language: str = SOURCE) -> Mapping[str, str]:
    """What each piece of a kit begins with, in the language of its case; Dutch where there are none in it."""
    return _BY_LANGUAGE.get(language, STANDARD)


def texts_in(language: str, kept: Mapping[str, str]) -> dict[str, str]:
    """The texts of a kit: what people wrote stays as they wrote it; what still has the standard words has those of this
    language, also where the case had another one when they were kept."""
    standard = standard_texts(language)
    written = {code: text for code, text in kept.items() if all(text != one.get(code) for one in _BY_LANGUAGE.values())}
    return {**standard, **written}
