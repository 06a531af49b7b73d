"""The standard words of the launch kit in French: the same pieces, paragraphs and facts as in launch_kit_texts."""

WRAPPED_FR = {
    "paper_long": """\
Le {{netwerk}} {{gebeurtenis}} à {{gemeente}}

À partir du {{datum}}, le {{netwerk}} est actif. Habitants, police et commune ont convenu qui avertit qui, et comment.
{{initiatief}} {{ondertekend}} {{geschiedenis}}

Qu’est-ce qu’un PLP ? {{wat_is}}

{{wat_niet}}

{{citaat}}

Habitez-vous ou travaillez-vous dans ces rues : {{gebied}} ? {{wie}} {{prijs}} {{lid_worden}}

Un coordinateur du quartier est la personne de contact. Seule la police décide si un message part, et elle fait savoir
la suite donnée à un signalement.

{{alarm}}

Infos et inscription : {{link}}
""",
    "paper_medium": """\
Le {{netwerk}} {{gebeurtenis}} à {{gemeente}}

À partir du {{datum}}, le {{netwerk}} est actif dans ces rues : {{gebied}}. {{wat_is}}

{{niet_kort}} {{wie}} {{prijs}}

{{alarm_kort}}

Devenir membre : {{link}}
""",
    "paper_short": """\
Le {{netwerk}} {{gebeurtenis}}

À partir du {{datum}}, le {{netwerk}} est actif à {{gemeente}}. {{niet_kort}} {{prijs}} Devenir membre : {{link}}

{{alarm_kort}}
""",
    "press_release": """\
Le {{netwerk}} {{gebeurtenis}} à {{gemeente}}

À partir du {{datum}}, le {{netwerk}} est actif à {{gemeente}}. Habitants, police et commune ont convenu qui avertit
qui, et comment. Toute personne qui y habite ou y travaille peut devenir membre.

{{initiatief}} {{ondertekend}} {{geschiedenis}}

{{citaat}}

{{wat_is}}

{{wat_niet}}

{{grootte}} Le périmètre : {{straten}}. Les messages de la police arrivent chez les membres par ces voies :
{{middelen}}.

Le coordinateur est la personne de contact des membres, tient la liste des membres et transmet les messages de la
police. Le fonctionnaire de police mandaté accompagne le réseau. Seule la police décide si un message part.

{{wie}} {{prijs}} {{lid_worden}} Tout se trouve sur {{link}}

{{alarm}}

Base légale : {{wettelijk}}.

Questions de la presse : {{contact}}
""",
    "leaflet": """\
Votre rue a un partenariat local de prévention

Chère voisine, cher voisin,

À partir du {{datum}}, le {{netwerk}} est actif dans votre rue. {{wat_is}}

{{wat_niet}}

Vous participez ? {{wie}} {{prijs}} {{lid_worden}}

Le réseau est là pour ces rues : {{straten}}.

{{alarm}}

Devenir membre : {{link}}

Des questions ? {{contact}}
""",
    "poster": """\
Le {{netwerk}} {{gebeurtenis}}

À partir du {{datum}}, voisins, police et commune se tiennent ici au courant. Vous participez ?
""",
    "web_article": """\
Le {{netwerk}} {{gebeurtenis}} à {{gemeente}}

À partir du {{datum}}, le {{netwerk}} est actif. Habitants, police et commune ont convenu qui avertit qui, et comment.

{{wat_is}}

{{wat_niet}}

{{initiatief}} {{ondertekend}} {{geschiedenis}}

{{citaat}}

Le réseau est là pour ces rues : {{straten}}.

{{wie}} {{prijs}} {{lid_worden}}

{{alarm}}

Devenir membre : {{link}}
""",
    "post_1": """\
À partir du {{datum}}, le {{netwerk}} est actif à {{gemeente}}. Vous y habitez ou travaillez ? Lisez comment devenir
membre : {{link}}
""",
    "post_2": """\
{{netwerk}} : {{niet_kort}} {{alarm_kort}} En savoir plus : {{link}}
""",
    "post_3": """\
Déjà membre du {{netwerk}} ? {{prijs}} Qui y travaille est aussi le bienvenu, dès 18 ans. Devenir membre : {{link}}
""",
    "mail": """\
Le {{netwerk}} {{gebeurtenis}}

Vous avez donné une voix sur le {{netwerk}}, ou vous avez demandé de ses nouvelles. À partir du {{datum}}, le réseau
est actif.

Vous n’êtes pas encore membre : vous le devenez seulement si vous le voulez. {{wie}} {{prijs}} {{lid_worden}}

{{niet_kort}}

{{alarm}}

Devenir membre : {{link}}
""",
    "screen": """\
Le {{netwerk}} {{gebeurtenis}}
Actif à partir du {{datum}}
{{prijs}}
{{link_kort}}
{{alarm_kort}}
""",
}
