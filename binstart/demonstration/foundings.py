"""The cases of the demonstration: one or more in every stage, each walked there by legal steps on dates that fit."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from binstart.demonstration.attending import meet
from binstart.demonstration.authorities import Zone
from binstart.demonstration.kits import prepare_kit
from binstart.demonstration.living import be_evaluated, fall_silent, live
from binstart.demonstration.supporting import gather_on_paper
from binstart.demonstration.walking import CHIEF, DESK, OFFICER, RESULTS, Idea, Walk
from models.address import Dwelling
from models.case import FoundingCase
from models.clock import day_of
from models.operations.consultation import advising, consulting
from models.operations.evenings import informing
from models.operations.requests import requesting
from models.operations.requests.request_answers import RequestAnswers
from models.operations.support import judging_support
from models.person import Person
from models.queries.accounts.people import actor_for
from models.queries.requests.overlaps import Reach, overlaps_of
from models.rules.access import Role
from models.rules.area import Segment
from models.rules.procedure import AGENDA_ITEMS
from models.rules.procedure_settings import LAUNCH_ITEMS


def _stay(walk: Walk) -> None:
    """The desk has not looked yet."""


def _completion(walk: Walk) -> None:
    requesting.ask_completion(
        walk.session,
        walk.case.id,
        walk.by(DESK[walk.idea.town]),
        walk.days(2).at,
        reason="Hoort de hele Kouterbaan bij het gebied, of alleen de even nummers?",
    )


def _consultation_fresh(walk: Walk) -> None:
    walk.days(3).accept()


def _consultation_waiting_for_mayor(walk: Walk) -> None:
    walk.days(4).accept()
    walk.days(2).tell_prosecutor()
    gather_on_paper(walk, 24)
    advising.ask_opinion(
        walk.session,
        walk.case.id,
        walk.by(OFFICER),
        walk.at,
        adviser="wijkinspecteur Statiewijk",
        adviser_kind="neighbourhood_officer",
        question="Is er draagvlak in de buurt?",
    )
    advising.ask_opinion(
        walk.session,
        walk.case.id,
        walk.by(OFFICER),
        walk.at,
        adviser="woonmaatschappij Ter Beke",
        adviser_kind="housing_corporation",
        email="advies@woonterbeke.example",  # answers with the link in the mailbox of the demonstration
        question="Is er in uw woningen in dit gebied al een netwerk?",
    )
    walk.days(6).police_approve()


def _evening_planned(walk: Walk) -> None:
    walk.to_info_evening()
    gather_on_paper(walk, 40)
    walk.days(4).plan()


def _minutes_waiting(walk: Walk) -> None:
    walk.to_info_evening()
    walk.days(4).plan()
    walk.hold(meet)
    walk.edit_minutes()


def _charter_begun(walk: Walk) -> None:
    walk.to_charter(meet)
    walk.days(3).talk_about_charter()


def _charter_waiting_for_signatures(walk: Walk) -> None:
    walk.to_charter()
    walk.days(8).screen()
    walk.freeze()
    walk.days(5).sign([Role.COORDINATOR, Role.MANDATED_OFFICER])


def _federal(walk: Walk) -> None:
    walk.to_charter()
    walk.charter()
    walk.days(4).send()


def _launching(walk: Walk) -> None:
    walk.to_launch()
    walk.days(6).check(list(LAUNCH_ITEMS)[:3])
    prepare_kit(walk)


def _refused(walk: Walk) -> None:
    walk.days(5).accept()
    walk.days(3).tell_prosecutor()
    consulting.decide_as_police(
        walk.session,
        walk.case.id,
        walk.by(CHIEF),
        walk.days(12).at,
        is_approved=False,
        reason="Het gebied valt samen met BIN Westveld-Dorp. Sluit daarbij aan of kies een eigen gebied.",
    )


def _withdrawn(walk: Walk) -> None:
    walk.days(3).accept()
    requesting.withdraw_request(
        walk.session,
        walk.case.id,
        walk.by(walk.idea.resident),
        walk.days(8).at,
        reason="Wij vinden geen tweede trekker en wachten liever tot het voorjaar.",
    )


def _too_little_support(walk: Walk) -> None:
    walk.to_info_evening()
    walk.days(4).plan()
    walk.days(26)
    informing.record_info_evening(
        walk.session,
        walk.case.id,
        walk.by(DESK[walk.idea.town]),
        walk.at,
        chair="de schepen",
        attendance=9,
        items={code: informing.ItemResult(RESULTS[code]) for code in AGENDA_ITEMS if code != "approval_of_network"},
        network_approved=False,
        objectives_approved=False,
        steering_group_approved=False,
        registered_dwellings=6,
    )
    judging_support.stop_for_lack_of_support(
        walk.session,
        walk.case.id,
        walk.by(DESK[walk.idea.town]),
        walk.days(30).at,
        reason="Zes woningen schreven zich in, de drempel is twintig.",
    )


IDEAS = (
    Idea(
        "BIN De Meersen-Oost",
        "Westveld",
        "De Meersen",
        "renee.coesme@bewoner.example",
        2,
        "In onze straat kennen weinig mensen elkaar. Na twee inbraken willen wij dat verandert.",
        _stay,
        (4, 99),
    ),
    Idea(
        "BIN Kouterbaan",
        "Oosterbeke",
        "Kouterwijk",
        "marcel.goossens@bewoner.example",
        9,
        "Er zijn vaak fietsdiefstallen aan de bushalte en niemand weet wie hij kan verwittigen.",
        _completion,
        (5, 99),
    ),
    Idea(
        "BIN Heidekant",
        "Westveld",
        "Heidekant",
        "jef.stuyck@bewoner.example",
        12,
        "Afgelegen huizen, veel alleenstaanden. Wij willen sneller weten wanneer er iets is.",
        _consultation_fresh,
        (0, 4),
    ),
    Idea(
        "BIN Stationspark",
        "Oosterbeke",
        "Centrum",
        "zeynep.yildiz@bewoner.example",
        24,
        "Rond het park is er overlast en de buren durven niet goed te melden.",
        _consultation_waiting_for_mayor,
        (9, 14),
    ),
    Idea(
        "BIN Vogelwijk",
        "Oosterbeke",
        "Vogelwijk",
        "roos.lambrecht@bewoner.example",
        41,
        "De wijk is nieuw. Wij willen elkaar leren kennen en samen letten op de veiligheid.",
        _evening_planned,
        (0, 6),
    ),
    Idea(
        "BIN Dorp-Zuid",
        "Westveld",
        "Westveld-Dorp",
        "mia.hellemans@bewoner.example",
        63,
        "Drie inbraken in een maand. De buren willen samen met de politie iets doen.",
        _minutes_waiting,
        (6, 11),
    ),
    Idea(
        "BIN Lindekwartier",
        "Oosterbeke",
        "Lindekwartier",
        "lutgarde.peeters@bewoner.example",
        96,
        "Veel oudere bewoners zijn alleen. Zij willen weten wie zij kunnen bellen.",
        _charter_begun,
    ),
    Idea(
        "BIN Ter Beke",
        "Oosterbeke",
        "Ter Beke",
        "hendrik.vanacker@bewoner.example",
        135,
        "Na een reeks diefstallen uit auto’s vroegen de buren om beter verwittigd te worden.",
        _charter_waiting_for_signatures,
    ),
    Idea(
        "BIN Leiekant",
        "Oosterbeke",
        "Vogelwijk",
        "lukasz.wisniewski@bewoner.example",
        225,
        "De straten langs de rivier liggen apart. Een eigen netwerk past bij de wijk.",
        _federal,
        (6, 99),
    ),
    Idea(
        "BIN Heide-Noord",
        "Westveld",
        "Heidekant",
        "dirk.rombouts@bewoner.example",
        170,
        "Wij willen meer contact met de wijkinspecteur en minder geruchten.",
        _launching,
        (4, 7),
    ),
    Idea(
        "BIN Kapelleveld",
        "Westveld",
        "Heidekant",
        "ingrid.vrancken@bewoner.example",
        330,
        "Een rustige buurt die dat wil blijven, met goede afspraken.",
        live,
        (7, 9),
    ),
    Idea(
        "BIN Dorp-West",
        "Westveld",
        "Westveld-Dorp",
        "jef.stuyck@bewoner.example",
        400,
        "De straten aan de rand van het dorp horen zelden wat er gebeurt.",
        fall_silent,
        (11, 99),
    ),
    Idea(
        "BIN Markt-Zuid",
        "Oosterbeke",
        "Centrum",
        "noella.reyniers@bewoner.example",
        690,
        "De handelaars en bewoners rond de markt willen samen sneller informatie krijgen.",
        be_evaluated,
        (14, 18),
    ),
    Idea(
        "BIN Dorpskern",
        "Westveld",
        "Westveld-Dorp",
        "renee.coesme@bewoner.example",
        200,
        "Wij willen een eigen netwerk voor de dorpskern.",
        _refused,
        (0, 3),
    ),
    Idea(
        "BIN Molenzicht",
        "Oosterbeke",
        "Molenhoek",
        "omar.benali@bewoner.example",
        120,
        "De molenstraten liggen ver van de kern en voelen zich vergeten.",
        _withdrawn,
    ),
    Idea(
        "BIN Stationslaan",
        "Oosterbeke",
        "Statiewijk",
        "marcel.goossens@bewoner.example",
        260,
        "Pendelaars en bewoners willen samen letten op de fietsenstalling.",
        _too_little_support,
        (0, 2),
    ),
)


def make_foundings(session: Session, zone: Zone, people: dict[str, Person], now: datetime) -> None:
    """Walk every case to where it stands today, oldest first, so that the numbers follow the dates."""
    for idea in sorted(IDEAS, key=lambda idea: -idea.days_ago):
        at = (now - timedelta(days=idea.days_ago)).replace(hour=9, minute=20, second=0, microsecond=0)
        walk = Walk(session, people, idea, _submit(session, zone, people, idea, at), at)
        idea.walk(walk)
        assert walk.at <= now, f"{idea.name} walked into the future"
    session.flush()


def _submit(session: Session, zone: Zone, people: dict[str, Person], idea: Idea, at: datetime) -> FoundingCase:
    resident = people[idea.resident]
    streets = [zone.streets[idea.town, name] for name in zone.quarters[idea.town, idea.quarter]]
    chosen = streets[idea.streets[0] : idea.streets[1]]
    actor = actor_for(session, resident.id, day_of(at))
    assert actor is not None
    segments = tuple(Segment(street.id) for street in chosen)
    reach = Reach(zone.municipalities[idea.town].id, idea.kind, segments=segments)
    answers = RequestAnswers(
        municipality_id=zone.municipalities[idea.town].id,
        name=idea.name,
        kind=idea.kind,
        origin=idea.origin,
        segments=segments,
        overlap_explanation="De bewoners willen een netwerk dicht bij huis." if overlaps_of(session, reach) else "",
        motives=idea.motives,
        objectives=["safety_feeling", "social_cohesion", "prevention", "information_exchange"],
        households=sum(street.dwelling_count for street in chosen),
        applicant_name=resident.name,
        applicant_address=_address(session, resident, idea.town),
        applicant_email=resident.email or "",
        applicant_phone=resident.phone,
        applicant_dwelling_id=resident.dwelling_id,
        declaration=True,
        boundary_text=f"{idea.quarter}, {idea.town}",
        expectations={
            "residents": "Dat buren elkaar kennen en meteen 101 bellen.",
            "police": "Snelle berichten, en horen hoe het afliep.",
            "municipality": "Een zaal voor de bijeenkomsten en hulp met drukwerk.",
        },
        candidate_coordinators=[{"name": resident.name, "email": resident.email or "", "phone": resident.phone}],
    )
    return requesting.submit_request(session, actor, at, answers)


def _address(session: Session, resident: Person, town: str) -> str:
    dwelling = session.get_one(Dwelling, resident.dwelling_id)
    return f"{dwelling.street.name} {dwelling.number}{dwelling.suffix}, {dwelling.street.postcode} {town}"
