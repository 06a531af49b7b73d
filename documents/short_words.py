"""What the rules call things in a word or two (a stage, a function, an answer), for `documents.language.ruled`.

The catalogue of the rules holds sentences only: of a single word on a page nobody knows whether it is the rules' or
somebody's name. A document says `ruled` of what is certainly the rules', and finds these words among its own texts.
"""

from documents.language import to_say

STAGES = (
    to_say("Idee en voorbereiding"),
    to_say("Overleg"),
    to_say("Infoavond"),
    to_say("Charter"),
    to_say("Federaal nazicht"),
    to_say("Lancering"),
    to_say("Evaluatie"),
)
FUNCTIONS = (
    to_say("burgemeester"),
    to_say("korpschef"),
    to_say("gemandateerde politiebeambte"),
    to_say("coördinator"),
    to_say("plaatsvervangend coördinator"),
)
# models.rules.measures.RUNGS and APPEAL_CHANNELS.
MEASURES = (
    to_say("Gesprek"),
    to_say("Schriftelijke berisping"),
    to_say("Tijdelijke uitsluiting"),
    to_say("Definitieve uitsluiting"),
)
CHANNELS = (
    to_say("aangetekende brief"),
    to_say("e-mail"),
)
# What somebody did for a measure (models.rules.measures.DEEDS).
DEEDS = (
    to_say("voert het gesprek"),
    to_say("adviseert"),
    to_say("ondertekent"),
    to_say("viseert"),
    to_say("beslist"),
)
# Answers of the survey (models.rules.survey_form).
STEPS = (
    to_say("heel veilig"),
    to_say("veilig"),
    to_say("onveilig"),
    to_say("heel onveilig"),
    to_say("veel buren"),
    to_say("enkele buren"),
    to_say("genoeg"),
    to_say("ja, zeker"),
    to_say("eerder wel"),
    to_say("nee"),
)
# What mails tell of a decision, an advice, a comment or a message (documents.notices.writing.CHOSEN).
OF_MAILS = (
    to_say("gunstig"),
    to_say("gunstig onder voorwaarden"),
    to_say("ongunstig"),
    to_say("meer tijd"),
    to_say("meer informatie"),
    to_say("afgehandeld"),
    to_say("overgenomen"),
    to_say("Reactie"),
    to_say("Voorstel"),
    to_say("verder zetten"),
    to_say("schorsen"),
    to_say("stopzetten"),
    to_say("Vakantietoezicht"),
    to_say("FOD Binnenlandse Zaken"),
    to_say("Voorwaarden van {body}:"),
)
# What else tables of the rules hold in one word, and pages print.
OF_PAGES = (
    to_say("geschikt"),
    to_say("ingetrokken"),
    to_say("vervangen"),
    to_say("Mails"),
    to_say("Brieven"),
    to_say("wijkinspecteur"),
    to_say("parket"),
    to_say("woningcorporatie"),
    to_say("Netwerken"),
    to_say("uitnodiging"),
    to_say("lijst"),
    to_say("handopsteken"),
    to_say("stembriefje"),
    to_say("Voor"),
    to_say("Tegen"),
    to_say("Onthouding"),
    to_say("Gemeente"),
    to_say("Burgemeester"),
    to_say("Politiezone"),
    to_say("Korpschef"),
    to_say("Coördinator"),
    to_say("Terugkoppeling"),
    to_say("Noodsituatie"),
    to_say("eenmalig"),
    to_say("ja"),
    to_say("gedeeltelijk"),
    to_say("telefoon"),
    to_say("links"),
    to_say("woorden"),
    to_say("tekens"),
    to_say("regels"),
    to_say("afgegeven"),
    to_say("dringend"),
    to_say("niet-dringend"),
    to_say("terugkoppeling"),
    to_say("onderweg"),
    to_say("aangekomen"),
    to_say("gebeld"),
    to_say("Inleiding"),
    to_say("Doelstellingen"),
    to_say("Maatregelen"),
    to_say("Privacyverklaring"),
    to_say("Wettelijke basis"),
    to_say("Persbericht"),
    to_say("functie"),
    to_say("niemand"),
    to_say("Slotparagraaf"),
    to_say("Ondertekening"),
    to_say("nulmeting"),
    to_say("naam"),
    to_say("zaterdag"),
    to_say("zondag"),
)
# As the library of holidays calls them in Dutch (models.rules.working_days).
HOLIDAYS = (
    to_say("Nieuwjaar"),
    to_say("Pasen"),
    to_say("Paasmaandag"),
    to_say("Dag van de Arbeid"),
    to_say("O. L. H. Hemelvaart"),
    to_say("Pinksteren"),
    to_say("Pinkstermaandag"),
    to_say("Nationale feestdag"),
    to_say("O. L. V. Hemelvaart"),
    to_say("Allerheiligen"),
    to_say("Wapenstilstand"),
    to_say("Kerstmis"),
)
WORDS = frozenset({*HOLIDAYS, *STAGES, *FUNCTIONS, *MEASURES, *CHANNELS, *DEEDS, *STEPS, *OF_MAILS, *OF_PAGES})
