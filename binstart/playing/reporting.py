"""What who looks on sees: the story, one line per step, and where the papers are."""

import textwrap
from collections.abc import Callable
from datetime import datetime

from binstart.playing.moments import Moment
from binstart.playing.place_reading import EVERYONE
from binstart.playing.scenario import Scenario, Step
from models.rules.procedure import ACTIONS
from models.rules.stage_names import STAGE_NAMES

Tell = Callable[[str], None]
WIDTH = 100
TITLES = {
    "answer_comment": "Op een reactie bij het charter antwoorden",
    "take_case": "Dossier in behandeling nemen",
    "hand_over_case": "Dossier doorgeven",
    "write_note": "Nota schrijven",
    "edit_launch_kit": "Tekst van de lanceringskit aanpassen",
    "plan_launch_kit": "Moment van de lanceringskit kiezen",
    "approve_launch_kit": "Lanceringskit goedkeuren",
    "ask_quote": "Een citaat vragen",
    "give_quote": "Een citaat geven via de link in de mail",
    "join_network": "Lid worden via de link in de mail",
    "welcome_members": "Nieuwe leden verwelkomen",
    "write_message": "Bericht aan de leden schrijven",
    "release_message": "Bericht aan de leden laten vertrekken",
    "turn_second_key": "Bericht als tweede persoon laten vertrekken",
    "enter_message": "Bericht in het logboek invoeren",
    "plan_meeting": "Bijeenkomst plannen",
    "open_survey": "De leden bevragen",
    "answer_survey": "Leden antwoorden anoniem via de link in hun mail",
    "close_survey": "Bevraging sluiten",
    "enter_absence": "Afwezigheid noteren",
    "enter_delegation": "Delegatie noteren",
    "add_closing_day": "Sluitingsdag toevoegen",
    "answer_asked_opinion": "Advies geven, aangemeld",  # what is no action of the procedure
    "submit_request": "Aanvraag indienen",
    "open_page": "Pagina openen en laten openstaan",
    "look_up_street": "Straat opzoeken op de publieke pagina",
    "give_voices": "Woningen geven hun stem op de steunpagina",
    "reply_to_letter": "Woningen antwoorden met de code van hun brief",
    "check_in": "Aan de deur aanmelden",
    "answer_seat": "Antwoorden op de uitnodiging voor de stuurgroep",
    "note_item": "Een agendapunt noteren",
    "give_data": "Gegevens van een deelnemer geven",
    "nominate": "Een kandidaat noteren",
    "recognise": "De beslissing over een kandidaat noteren",
    "open_ballot": "Stemming openen",
    "vote_by_phone": "Woningen stemmen met hun telefoon",
    "close_ballot": "Stemming sluiten",
    "give_advice": "Advies geven met de link in de mail",
    "wait": "De tijd verstrijkt",
    "check": "Nakijken",
}


def introduction(scenario: Scenario) -> list[str]:
    """Title and story."""
    return [scenario.title, "=" * len(scenario.title), *textwrap.wrap(scenario.story, WIDTH), ""]


def line_of(scenario: Scenario, step: Step, at: Moment, result: str) -> str:
    """'12/03/2026 09:00  An Baeyens: Aanvraag aanvaarden → fase Overleg'."""
    who = ", ".join(_name(scenario, key) for key in step.who)
    title = ACTIONS[step.verb].title if step.verb in ACTIONS else TITLES[step.verb]
    told = f"{day(at.local)}  {f'{who}: ' if who else ''}{title}"
    return f"{told} → {result}" if result else told


def day(moment: datetime) -> str:
    """'12/03/2026 09:00'."""
    return f"{moment:%d/%m/%Y %H:%M}"


def stage_name(stage: str) -> str:
    """'Overleg'."""
    return STAGE_NAMES[stage]


def _name(scenario: Scenario, key: str) -> str:
    return "Iedereen" if key == EVERYONE else scenario.people[key].name
