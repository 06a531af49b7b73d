"""For which purposes personal data is kept, on what legal ground, and who answers for it.

The division between municipality and police is our proposal (web.md 4.2); both lay it down in their own agreement (GDPR
art. 26). Sources of the grounds: DECISIONS, 'Privacy'.
"""

from models.privacy.declaring import Activity, Controller

# The order of the public task: Nieuwe Gemeentewet art. 135 § 2 (municipality), Wet op het politieambt art. 14 (police).
_MUNICIPAL_TASK = (
    "AVG art. 6, lid 1, e (taak van algemeen belang): Nieuwe Gemeentewet art. 135, § 2, en de omzendbrief over de BIN"
)
_SHARED_TASK = (
    "AVG art. 6, lid 1, e (taak van algemeen belang): Nieuwe Gemeentewet art. 135, § 2, Wet op het politieambt "
    "art. 14, en de omzendbrief over de BIN"
)
_POLICE_TASK = (
    "AVG art. 6, lid 1, e (taak van algemeen belang): Wet op het politieambt art. 14, en de omzendbrief over de BIN"
)
_CONSENT = "AVG art. 6, lid 1, a, en art. 7 (toestemming, op elk moment in te trekken)"
_LEGAL_DUTY = "AVG art. 6, lid 1, c (wettelijke verplichting): AVG art. 5, lid 2, art. 12 tot 22 en art. 32"

REQUEST = Activity(
    "aanvraag", "Een BIN aanvragen en het dossier behandelen", Controller.MUNICIPALITY,
    "Nagaan of er in een buurt een BIN kan komen, met de aanvrager overleggen, en een beslissing kunnen uitleggen.",
    _MUNICIPAL_TASK, "aanvragers, kandidaat-coördinatoren, wie een aanvraag afgeeft",
    "de politiezone van het dossier; adviseurs om wie om advies gevraagd wordt; FOD Binnenlandse Zaken (het charter)",
    "Wie een BIN aanvraagt, vult een naam en een adres in. Zo weten we wie we moeten antwoorden.",
)  # fmt: skip
SUPPORT = Activity(
    "draagvlak", "Nagaan of de buurt het voorstel steunt", Controller.MUNICIPALITY,
    "Eén stem per woning tellen, online of op papier, en kunnen nakijken dat er juist geteld is.",
    _MUNICIPAL_TASK, "buurtbewoners die een stem geven", "niemand; anderen zien alleen aantallen, in stappen van vijf",
    "Wie een stem geeft over een voorstel, noemt een woning en een naam. Zo telt elke woning één keer.",
)  # fmt: skip
EVENING = Activity(
    "infoavond", "De infoavond organiseren", Controller.MUNICIPALITY,
    "Woningen uitnodigen, plaats voorzien, rekening houden met noden, stemmen, en een verslag maken.",
    _MUNICIPAL_TASK, "buurtbewoners, sprekers, wie de avond voorzit", "de politiezone van het dossier",
    "U krijgt een brief op uw adres. Wie antwoordt of komt, wordt geteld per woning, zonder naam.",
)  # fmt: skip
PARTICIPATION = Activity(
    "deelname", "Wie wil meedoen aan de oprichting", Controller.TOGETHER,
    "Een stuurgroep en kandidaten vinden, en na de lancering de lijst aan de coördinator bezorgen.",
    _CONSENT, "buurtbewoners die willen meedoen, kandidaten", "de coördinator van het nieuwe netwerk",
    "Wie wil meedoen, geeft met een akkoord een naam, adres en nummer. U kunt dat akkoord altijd intrekken.",
)  # fmt: skip
CHARTER = Activity(
    "charter", "Het charter opmaken, ondertekenen en laten nakijken", Controller.TOGETHER,
    "Samen een charter schrijven, het laten ondertekenen, en later kunnen bewijzen wat wie tekende.",
    _SHARED_TASK, "leden van de stuurgroep, coördinatoren, ondertekenaars, partners", "FOD Binnenlandse Zaken",
    "In het charter staan de namen van wie het netwerk leidt en van wie tekende.",
)  # fmt: skip
CONSULTATION = Activity(
    "overleg", "Overleg en advies over de oprichting", Controller.TOGETHER,
    "Advies vragen aan wie de buurt of de veiligheid kent, en dat in de beslissing meenemen.",
    _SHARED_TASK, "adviseurs, wie bij een overheid geantwoord heeft, wie in een advies genoemd wordt",
    "de adviseurs aan wie een stuk gegeven wordt",
    "Wie om advies gevraagd wordt, heeft een e-mailadres nodig voor de link. Het advies hoort bij het dossier.",
)  # fmt: skip
LAUNCH = Activity(
    "lancering", "Het netwerk bekendmaken", Controller.TOGETHER,
    "Buurt en pers laten weten dat het netwerk begint, en hoe men lid wordt.",
    _SHARED_TASK, "wie een citaat geeft, coördinatoren, perscontacten", "pers en publiek: wat in de kit staat",
    "Wie een citaat geeft, staat met naam en functie in het bericht aan de pers.",
)  # fmt: skip
MEMBERS = Activity(
    "leden", "Leden van een netwerk en de berichten die zij krijgen", Controller.TOGETHER,
    "Leden inschrijven en hun berichten bezorgen langs de weg die zij kozen.",
    _CONSENT, "leden, wie lid wil worden", "de coördinator van het netwerk; de sms-dienst (nummer en tekst)",
    "Wie lid wordt, geeft naam, adres en nummers. Alleen de coördinator, de plaatsvervanger en de politiebeambte "
    "van het netwerk zien ze. Wie stopt, wordt meteen gewist.",
)  # fmt: skip
EVALUATION = Activity(
    "evaluatie", "Het netwerk evalueren en de leden bevragen", Controller.TOGETHER,
    "Elk jaar nagaan of het netwerk werkt, met de blik van coördinator, politie en gemeente en van de leden zelf.",
    _SHARED_TASK, "leden (zonder naam), coördinatoren",
    "de gemeenteraad en de partners: het verslag, zonder antwoorden van één lid",
    "Leden antwoorden zonder naam. Zodra de bevraging sluit, blijven alleen aantallen en losse teksten.",
)  # fmt: skip
MEASURES = Activity(
    "maatregelen", "Maatregelen tegen een lid of een coördinator", Controller.POLICE,
    "De ladder van maatregelen van het huishoudelijk reglement volgen, met een beroep voor wie het aangaat.",
    _POLICE_TASK, "leden en coördinatoren over wie een maatregel gaat", "FOD Binnenlandse Zaken (afschrift)",
    "Houdt een lid zich niet aan de afspraken, dan kan er een maatregel volgen. Wie het aangaat, leest ze zelf.",
)  # fmt: skip
SCREENING = Activity(
    "screening", "Screening van coördinatoren", Controller.POLICE,
    "Nagaan of iemand coördinator kan zijn. Alleen de uitslag en de dag worden bewaard, nooit een reden.",
    _POLICE_TASK, "(kandidaat-)coördinatoren", "niemand; anderen zien alleen dat de screening afgerond is",
    "Van een coördinator kijkt de politie na of die geschikt is. Hier staat alleen de uitslag, zonder reden.",
)  # fmt: skip
ACCOUNTS = Activity(
    "accounts", "Aanmelden en het account", Controller.TOGETHER,
    "Alleen de juiste persoon binnenlaten, en wie raadt of misbruikt tegenhouden.",
    _LEGAL_DUTY, "bewoners en medewerkers met een account", "de aanmelddienst die u zelf kiest",
    "Wie zich aanmeldt, heeft een account met een e-mailadres. Wachtwoorden en codes zijn onleesbaar bewaard.",
)  # fmt: skip
ACCOUNTABILITY = Activity(
    "verantwoording", "Kunnen tonen wie wat deed en besliste", Controller.TOGETHER,
    "Beslissingen van een overheid kunnen uitleggen en nakijken: wie deed wat, in welke functie, en wanneer.",
    "AVG art. 6, lid 1, c (wettelijke verplichting): AVG art. 5, lid 2, art. 12 tot 22 en art. 32; Bestuursdecreet "
    "(motivering en openbaarheid)",
    "medewerkers, en bewoners die iets deden in een dossier",
    "wie het dossier mag zien", "Van wat er in een dossier gebeurt, houden we bij wie het deed.",
)  # fmt: skip
MAIL = Activity(
    "berichten", "Mails en brieven versturen", Controller.TOGETHER,
    "Iedereen op tijd laten weten wat er gebeurt en wat er van hen gevraagd wordt, en dat precies één keer.",
    _SHARED_TASK, "iedereen die een mail of brief krijgt", "de mailserver van de overheid",
    "Van elke mail houden we een tijd bij aan wie ze ging en wat erin stond.",
)  # fmt: skip
RIGHTS = Activity(
    "rechten", "Vragen over de eigen gegevens beantwoorden", Controller.TOGETHER,
    "Inzage, verbetering en wissen binnen de termijn, en kunnen tonen dat er geantwoord is.",
    "AVG art. 6, lid 1, c (wettelijke verplichting): AVG art. 12 tot 22", "wie iets vraagt over de eigen gegevens",
    "niemand", "Wie iets vraagt over de eigen gegevens, krijgt antwoord. We houden bij dat dat gebeurde.",
)  # fmt: skip

ACTIVITIES = (REQUEST, CONSULTATION, SUPPORT, EVENING, PARTICIPATION, CHARTER, LAUNCH, MEMBERS, EVALUATION, MEASURES,
              SCREENING, MAIL, ACCOUNTS, RIGHTS, ACCOUNTABILITY)  # fmt: skip
