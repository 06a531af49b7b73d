"""What is explained above each form of a measure, and what its button says."""

from flask_babel import lazy_gettext as _l

BUTTONS = {
    "advises": _l("Adviseren"),
    "advises_as_chief": _l("Ik adviseer deze maatregel"),
    "signs": _l("Ondertekenen"),
    "signs_as_coordinator": _l("Ik onderteken"),
    "endorses": _l("Ik viseer, en de maatregel geldt"),
    "decides": _l("Ik beslis tot deze maatregel"),
    "holds": _l("Noteren"),
}
EXPLAINED = {
    "begin": _l(
        "De ladder heeft vier stappen: gesprek, schriftelijke berisping, tijdelijke uitsluiting, definitieve "
        "uitsluiting. Een gesprek noteert u alleen; voor de andere is daarna iemand anders aan zet. Een stap overslaan "
        "kan, met een reden. Wie het niet moet weten, ziet niets van een maatregel, ook niet in het dossierlogboek."
    ),
    "advises": "",
    "advises_as_chief": _l("U adviseert. Daarna beslist de burgemeester."),
    "signs": "",
    "signs_as_coordinator": _l("U ondertekent samen met de gemandateerde politiebeambte. Daarna viseert de korpschef."),
    "endorses": _l("Met uw visum is de maatregel beslist: het lid krijgt de brief en de gegevens worden gewist."),
    "decides": _l("U beslist. De betrokkene krijgt de brief per mail, of u bezorgt hem op papier."),
    "holds": "",
    "copy": _l("Van de definitieve uitsluiting van een coördinator gaat een kopie naar de FOD Binnenlandse Zaken."),
    "appeal": _l(
        "Beroep kan per aangetekende brief of per e-mail, binnen de beroepstermijn. Een beroep dat te laat is, noteert "
        "u ook: het wordt bewaard en om die reden niet aanvaard. Zolang een beroep loopt dat op tijd is, geldt de "
        "uitsluiting nog niet, tenzij meteen beslist is."
    ),
    "appeal_decided": _l(
        "Noteer wat beslist is. Wie de uitsluiting besliste, kan dit niet doen. Is ze vernietigd, dan krijgt de "
        "betrokkene de plaats terug."
    ),
}
