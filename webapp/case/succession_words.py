"""What is explained above each form of the succession of a coordinator."""

from flask_babel import lazy_gettext as _l

EXPLAINED = {
    "begin_own": _l(
        "Dank u voor uw inzet. De gemeente en de politie zoeken met de leden iemand anders; de politie screent "
        "wie het wil doen. Tot uw laatste dag blijft u coördinator."
    ),
    "begin": _l(
        "Heeft het netwerk meer coördinators, dan blijven de anderen. De partners krijgen bericht dat de plaats "
        "vrijkomt, niet waarom."
    ),
    "call": _l(
        "Elk lid dat akkoord ging met mail, krijgt er één, ook wie een pauze neemt. Dit kan één keer. Leden "
        "zonder mail vraagt u zelf."
    ),
    "note": _l("Noteer alleen wie zelf zei dat het mag. Wie geen coördinator wordt, wordt op het einde gewist."),
    "remove": _l("De gegevens van deze persoon worden meteen gewist."),
    "screen": _l(
        "Binstart bewaart alleen het resultaat en de datum. Schrijf nergens een reden op. Wie niet bij de politie"
        " werkt, ziet alleen dat de screening is afgerond. Een opmerking voor collega’s van de politie hoort in "
        "een interne nota."
    ),
    "appoint": _l(
        "Alleen wie akkoord ging en door de politie geschikt is bevonden, staat in de lijst. Deze persoon is "
        "vandaag nog coördinator; de leden en de partners krijgen een mail."
    ),
    "report": _l(
        "Een andere coördinator is een wijziging van de contactgegevens. Die komt in het charter, wordt door alle"
        " partners ondertekend en gaat naar de FOD Binnenlandse Zaken. Tot dan geldt het vorige charter."
    ),
    "stop": _l("Dit kan alleen als er een coördinator is: wie zou stoppen, blijft, of een andere gaat alleen verder."),
}
