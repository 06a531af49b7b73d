"""The same texts as models.rules.charter_template, for the charter of a French-speaking municipality.

They say what the Dutch ones say, in the words of the French sources: besafe.be ('fonctionnaire de police mandaté',
'comité de pilotage', 'blâme écrit'), and the laws by their own titles. The
places that are left open have the same names.
"""

from collections.abc import Sequence
from typing import Any

from models.rules.names import of_place

_TITLE = {
    "subtitle": (
        "Accord entre le quartier, la police et la commune sur l’information et la prévention à {municipality}."
    ),
    "in_short": """\
Toute personne qui voit quelque chose de suspect appelle toujours d’abord elle-même la police : 101, ou 112 en cas \
de danger ou d’incendie.
Seule la police décide si un message part vers les membres.
Les membres ne patrouillent pas et n’interviennent pas. Un PLP n’est pas une milice.
La participation est volontaire. Vous pouvez arrêter à tout moment, sans donner d’explication.""",
}

_LEGAL_BASIS = """\
Cette charte s’appuie sur la {circular} relative aux partenariats locaux de prévention.

Les partenaires respectent aussi ces lois :

- la loi du 29 juillet 1934 interdisant les milices privées : les membres ne patrouillent pas et n’accomplissent pas \
de tâches de police
- la loi du 5 août 1992 sur la fonction de police
- la loi du 10 mai 2007 tendant à lutter contre certaines formes de discrimination
- le règlement européen sur la protection des données (RGPD) et la loi du 30 juillet 2018 relative à la protection \
des personnes physiques à l’égard des traitements de données à caractère personnel"""

_WHAT_IT_IS = """\
Un partenariat local de prévention (PLP) est une collaboration permanente entre les habitants, la police locale et \
la commune, dans un périmètre délimité. Ils échangent des informations selon des règles convenues à l’avance. Les \
habitants signalent ce qu’ils remarquent. La police leur transmet des messages utiles et des conseils de prévention.

Un PLP n’est pas une milice. Les membres :

- ne patrouillent pas, ne montent pas la garde et ne poursuivent personne
- n’agissent jamais au nom de la police
- ne diffusent pas de noms, de photos reconnaissables ni de plaques d’immatriculation de personnes
- n’ont pas de privilèges auprès de la police

Le PLP est indépendant. Il ne sert aucun parti politique."""

_COORDINATOR_TASKS = """\
Le coordinateur est la personne de contact du PLP. Il est bénévole et il n’est pas le prolongement de la police.

Le coordinateur :

- explique aux habitants ce qu’est un PLP et ce qu’il n’est pas
- accueille les nouveaux membres et gère la liste des membres
- encourage les membres à signaler eux-mêmes et tout de suite les faits à la police
- établit le plan de communication avec la police et en assure le suivi
- transmet les messages de la police aux membres, sans les modifier
- tient à jour la liste des messages envoyés
- discute avec la police de ce qui peut aller mieux

Le comité de pilotage aide le coordinateur, répartit le travail et remplace le coordinateur en cas d’absence. Il se \
réunit au moins une fois par an avec la police et la commune."""

_POLICE_TASKS = """\
Le chef de corps ({zone}) désigne un fonctionnaire de police mandaté. Celui-ci accompagne le PLP et y représente la \
police et les autorités.

La police :

- évalue chaque signalement, et décide seule si un message part vers les membres
- rédige les messages urgents, en cas de flagrant délit ou peu après les faits
- transmet par le coordinateur les messages non urgents et les conseils de prévention
- fait savoir quelle suite a été donnée à un signalement ou à un message, et pourquoi parfois aucun message ne part
- garde secrète l’identité de la personne qui a fait un signalement
- suit de quelle façon et combien de fois des faits sont signalés
- effectue le screening du coordinateur"""

_MUNICIPALITY_TASKS = """\
À {municipality}, la commune :

- soutient le PLP avec un local de réunion, des imprimés et des autocollants, comme décrit dans le budget
- fait connaître le PLP à tous les habitants du périmètre
- transmet la charte signée et chaque modification au SPF Intérieur
- conserve le dossier
- participe à l’évaluation

La commune ne choisit pas le contenu des messages."""

_MEMBERS = """\
Toute personne majeure qui habite ou travaille dans le périmètre peut devenir membre. La participation est \
volontaire. Un membre peut arrêter à tout moment, sans donner d’explication.

Les membres :

- signalent eux-mêmes et tout de suite les situations suspectes à la police, au 101 ou au 112
- suivent le conseil que donne un message de la police
- ne font rien de plus que ce que dit le message
- utilisent les informations du PLP uniquement pour le PLP
- préviennent quand leur adresse ou leur numéro de téléphone change

Les membres ne patrouillent pas et n’interviennent pas. Être membre ne donne pas de privilèges."""

_TOPICS = """\
La police envoie un message si l’information est exacte et concrète, et si elle est utile aux habitants. Un message \
ne contient pas de noms, de photos reconnaissables ni de plaques d’immatriculation de suspects.

- Les messages urgents portent sur des faits en cours ou qui viennent de se produire.
- Les messages non urgents portent sur la prévention ou sur des faits qui se répètent.
- Le retour d’information dit comment une affaire s’est terminée, même si aucun message n’est parti."""

_PLAN_SENDER = "la police"
_MANDATED = "le fonctionnaire de police mandaté"
_MESSAGES = {
    "urgent": {"sender": _PLAN_SENDER, "approver": "l’officier de service",
               "recipients": "tous les membres du périmètre", "delay": "le plus vite possible",
               "feedback_owner": _MANDATED},
    "non_urgent": {"sender": _PLAN_SENDER, "approver": _MANDATED,
                   "recipients": "tous les membres, par le coordinateur", "delay": "dans la semaine",
                   "feedback_owner": _MANDATED},
    "feedback": {"sender": _PLAN_SENDER, "approver": _MANDATED,
                 "recipients": "la personne qui a reçu le message ou fait le signalement", "delay": "dans la semaine",
                 "feedback_owner": _MANDATED},
}  # fmt: skip

_PRIVACY = """\
La liste des membres sert uniquement au fonctionnement du PLP. Elle ne contient rien de plus que le nom, l’adresse, \
le numéro de téléphone et l’adresse e-mail. Le plan de communication indique qui gère la liste. Elle se trouve dans \
un endroit sécurisé.

Personne ne communique des données sans le consentement explicite du membre.

Chaque membre peut consulter ses données, les faire corriger ou les faire effacer, gratuitement et sur simple \
demande au coordinateur ou à la commune. Les données d’un membre qui arrête sont effacées dans les trente jours. \
Vous pouvez adresser une plainte à l’Autorité de protection des données.

Les messages et les groupes du PLP ne contiennent pas de noms, de photos reconnaissables ni de plaques \
d’immatriculation de personnes."""

_FOLLOW_UP = """\
Le coordinateur et le fonctionnaire de police mandaté se parlent régulièrement. Le coordinateur tient un journal des \
messages : moment, contenu, retour d’information et suite.

Chaque année, les membres, le coordinateur, la police et la commune évaluent ensemble le PLP. Ils répondent à trois \
questions :

- Les accords ont-ils été respectés ?
- Le PLP a-t-il contribué aux objectifs ?
- Comment les membres perçoivent-ils le PLP ?

L’évaluation ne repose jamais uniquement sur des chiffres de la criminalité."""

_HOUSE_RULES = {
    "what_it_is": (
        "Un PLP est une collaboration permanente entre les habitants, la police locale et la commune. Ils échangent "
        "des informations pour travailler ensemble à un quartier sûr et agréable."
    ),
    "what_it_is_not": """\
Un PLP n’est ni une milice de quartier ni une milice privée (loi du 29 juillet 1934).

- Les membres ne patrouillent pas, ne montent pas la garde et n’interviennent pas.
- Les membres n’agissent pas au nom de la police.
- Le PLP ne sert aucun parti politique.
- Être membre ne donne pas de privilèges.""",
    "objectives": "Les objectifs du PLP figurent dans la charte. Les membres y contribuent.",
    "role_of_members": """\
- Un membre est un bénévole de 18 ans ou plus qui habite ou travaille dans le périmètre.
- Un membre signale lui-même et tout de suite les situations suspectes à la police, au 101 ou au 112.
- Un membre suit le conseil que donne un message, et ne fait rien de plus.
- Un membre utilise les informations du PLP uniquement pour le PLP.""",
    "role_of_coordinator": """\
- Le coordinateur est la personne de contact des membres, de la police et de la commune.
- Le coordinateur transmet les messages de la police sans les modifier.
- Le coordinateur n’évalue pas les signalements : seule la police le fait.
- Le coordinateur gère la liste des membres selon la déclaration de vie privée.""",
    "joining_and_leaving": (
        "L’adhésion est volontaire. Un membre peut arrêter à tout moment par un simple message au coordinateur, sans "
        "donner d’explication. Personne n’est refusé pour une question d’argent."
    ),
    "messages": """\
- Urgent ? Appelez le 101. Danger pour des personnes ou incendie ? Appelez le 112. Ne passez jamais par le \
coordinateur ou le bourgmestre.
- La police garde secrète l’identité de la personne qui a fait un signalement.
- Seule la police évalue les informations et décide si un message part vers les membres.
- La police fait savoir comment l’affaire s’est terminée, même si aucun message n’est parti.""",
    "privacy": (
        "Le PLP conserve uniquement les données nécessaires, et les utilise uniquement pour le PLP. Chaque membre peut "
        "consulter ses données, les faire corriger ou les faire effacer. Les messages et les groupes ne contiennent "
        "pas de noms, de photos reconnaissables ni de plaques d’immatriculation de personnes."
    ),
    # besafe.be, FAQ: the ladder of four; 'blâme écrit' is its word for the second rung.
    "measures": """\
Une personne qui ne respecte pas les accords reçoit une mesure. Les mesures se suivent :

- D’abord, il y a un entretien avec le coordinateur et le fonctionnaire de police mandaté.
- Ensuite, le chef de corps peut donner un blâme écrit, sur avis du fonctionnaire de police mandaté.
- En cas de faits punissables, la police dresse un procès-verbal pour le parquet. Le membre peut être suspendu \
temporairement.
- Enfin, un membre peut être exclu définitivement. Cette décision est motivée par écrit.

Le coordinateur et le fonctionnaire de police mandaté signent l’exclusion définitive d’un membre ; le chef de corps \
la confirme. Le bourgmestre, en tant qu’autorité administrative, décide de l’exclusion définitive d’un coordinateur. \
Le SPF Intérieur en reçoit une copie. Le coordinateur peut introduire un recours dans les trois semaines, par lettre \
recommandée ou par e-mail.""",
}

_CHANGES_AND_END = """\
Si des coordonnées ou le plan de communication changent, les partenaires adaptent cette charte. Chaque modification \
reçoit un nouveau numéro de version et est signée de nouveau. Les partenaires et le SPF Intérieur sont prévenus à \
temps.

La police peut suspendre temporairement les messages si les accords ne sont pas respectés. Chaque partenaire peut \
mettre fin à la collaboration, par une lettre motivée aux autres partenaires. À la fin, les données des membres sont \
effacées, les panneaux sont enlevés et le SPF Intérieur est prévenu."""

_STATEMENT = """\
Les signataires ont lu cette charte. Ils sont d’accord avec ce qui y est convenu et collaborent à son exécution."""

CONTENTS: dict[str, dict[str, Any]] = {
    "title": _TITLE,
    "legal_basis": {"text": _LEGAL_BASIS},
    "what_it_is": {"text": _WHAT_IT_IS},
    "coordinator_tasks": {"text": _COORDINATOR_TASKS},
    "police_tasks": {"text": _POLICE_TASKS},
    "municipality_tasks": {"text": _MUNICIPALITY_TASKS},
    "members": {"text": _MEMBERS},
    "communication_plan": {"topics": _TOPICS, "messages": _MESSAGES},
    "privacy": {"text": _PRIVACY},
    "follow_up": {"text": _FOLLOW_UP},
    "house_rules": _HOUSE_RULES,
    "changes_and_end": {"text": _CHANGES_AND_END},
    "entry_into_force": {"duration": "indefinite"},
    "signatures": {"statement": _STATEMENT},
}

# What the setting of the procedure says by itself, as this text names it.
CIRCULARS = {"ministeriële omzendbrief van 28 februari 2019": "circulaire ministérielle du 28 février 2019"}


def commune(name: str) -> str:
    """The municipality as a partner: "Commune d’Outreval", "Commune de Namur"."""
    return f"Commune {of_place(name)}"


def approved_on(days: Sequence[str]) -> str:
    """What the legal basis says of the evenings that had the last word; `days` as printed."""
    evenings = "de la soirée d’information" if len(days) == 1 else "des soirées d’information"
    return (
        f"\n\nLors {evenings} du {' et du '.join(days)}, les habitants présents ont approuvé le PLP, les objectifs et "
        "les membres du comité de pilotage."
    )
