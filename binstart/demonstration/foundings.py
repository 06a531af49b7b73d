"""The cases of the demonstration: one or more in every stage, each walked there by legal steps on dates that fit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.demonstration.authorities import Zone
from models.address import Dwelling
from models.case import FoundingCase
from models.charter import Charter
from models.clock import BELGIUM
from models.operations import (
    checking_federally,
    consulting,
    drafting_charter,
    evaluating,
    informing,
    launching,
    requesting,
    screening,
    signing_charter,
)
from models.operations.acting import day_of
from models.operations.requesting import RequestAnswers
from models.person import Person
from models.queries.people import actor_for
from models.rules.access import Actor, Role
from models.rules.area import Segment
from models.rules.procedure import AGENDA_ITEMS
from models.rules.procedure_settings import LAUNCH_ITEMS
from models.signature import Signature

DESK = {"Oosterbeke": "an.baeyens@oosterbeke.example", "Westveld": "fatima.elamrani@westveld.example"}
SECOND_DESK = {"Oosterbeke": "joris.claes@oosterbeke.example", "Westveld": "bart.coppens@westveld.example"}
MAYOR = {"Oosterbeke": "burgemeester@oosterbeke.example", "Westveld": "burgemeester@westveld.example"}
DECIDER = {"Oosterbeke": MAYOR["Oosterbeke"], "Westveld": SECOND_DESK["Westveld"]}  # see authorities.SETTINGS
CHIEF, OFFICER = "korpschef@pz-terbeke.example", "saskia.wouters@pz-terbeke.example"
RESULTS = {
    "concept_and_rules": "De gemandateerde legde uit wat een BIN is en wat niet. Geen patrouilles; dringend is 101.",
    "partners": "Gemeente, politie en initiatiefnemers stelden zich voor.",
    "approval_of_network": "De vergadering keurde de oprichting en de doelstellingen goed.",
    "communication_and_costs": "Berichten per sms via BE-Alert. De gemeente betaalt; lid worden is gratis.",
    "involvement_and_steering_group": "De voorgestelde stuurgroep werd aanvaard.",
    "participants_data": "Wie wil meedoen, vulde het formulier in.",
    "further_agreements": "De stuurgroep maakt het charter op; na een jaar volgt een evaluatie.",
}

CHANNELS = {
    "urgent": {"channel": "sms via BE-Alert", "fallback": "gesproken bericht via BE-Alert"},
    "non_urgent": {"channel": "e-mail", "fallback": "brief of folder"},
    "feedback": {"channel": "e-mail", "fallback": "telefoon"},
}
CHARTER_ANSWERS: dict[str, dict[str, object]] = {
    "communication_plan": {
        "log_keeper": "de coördinator",
        "list_keeper": "de coördinator",
        "test": "elk jaar in september",
    },
    "budget": {
        "lines": [
            {
                "description": "sms en gesproken berichten",
                "kind": "basic",
                "frequency": "yearly",
                "amount": "180,00",
                "payer": "municipality",
            },
            {
                "description": "borden aan de toegangswegen",
                "kind": "basic",
                "frequency": "once",
                "amount": "640,00",
                "payer": "municipality",
            },
            {
                "description": "stickers en folders",
                "kind": "extra",
                "frequency": "yearly",
                "amount": "95,00",
                "payer": "police_zone",
            },
        ],
        "support_is_temporary": "no",
        "member_contribution": "0",
    },
    "entry_into_force": {"starts": "launch", "duration": "indefinite"},
}


@dataclass(frozen=True)
class Idea:
    """What somebody wants to found: where, who, why. `days_ago`: when the request came in."""

    name: str
    town: str
    quarter: str
    resident: str
    days_ago: int
    motives: str
    walk: Callable[["Walk"], None]
    streets: tuple[int, int] = (0, 99)
    kind: str = "bin"
    origin: str = "resident"


class Walk:
    """One case on its way; `at` moves forward with `days`."""

    def __init__(
        self, session: Session, people: dict[str, Person], idea: Idea, case: FoundingCase, at: datetime
    ) -> None:
        self.session, self.people, self.idea, self.case, self.at = session, people, idea, case, at

    def by(self, email: str) -> Actor:
        """The person as they act at this moment of the walk."""
        actor = actor_for(self.session, self.people[email].id, day_of(self.at))
        assert actor is not None
        return actor

    def days(self, number: int) -> "Walk":
        """So many days later."""
        self.at += timedelta(days=number)
        return self

    def accept(self) -> None:
        requesting.accept_request(self.session, self.case.id, self.by(DESK[self.idea.town]), self.at)

    def tell_prosecutor(self) -> None:
        consulting.record_judicial_contact(
            self.session,
            self.case.id,
            self.by(OFFICER),
            self.at,
            contacted_on=day_of(self.at),
            means="e-mail aan het parket",
        )

    def police_approve(self) -> None:
        consulting.decide_as_police(
            self.session,
            self.case.id,
            self.by(CHIEF),
            self.at,
            is_approved=True,
            reason="De buurt is goed afgebakend en de wijkinspecteur kan het BIN begeleiden.",
        )

    def municipality_approve(self) -> None:
        consulting.decide_as_municipality(
            self.session,
            self.case.id,
            self.by(DECIDER[self.idea.town]),
            self.at,
            is_approved=True,
            reason="Het college verleent toelating; de gemeente draagt de kosten van de berichten.",
        )

    def consult(self) -> None:
        self.tell_prosecutor()
        self.days(5).police_approve()
        self.days(9).municipality_approve()

    def plan(self, days_ahead: int = 24) -> None:
        evening = (self.at + timedelta(days=days_ahead)).astimezone(BELGIUM).replace(hour=19, minute=30, second=0)
        informing.plan_info_evening(
            self.session,
            self.case.id,
            self.by(DESK[self.idea.town]),
            self.at,
            starts_at=evening,
            place="Gemeenschapscentrum De Linde" if self.idea.town == "Oosterbeke" else "Parochiezaal Westveld",
            address=f"Schoolstraat 2, {self.idea.town}",
            organisers=f"Gemeente {self.idea.town} en Politiezone Ter Beke",
            contact=f"veiligheid@{self.idea.town.lower()}.example, 09 000 02 02",
            accessibility="Zaal op het gelijkvloers, ringleiding aanwezig. Vraag een tolk aan vóór de avond.",
        )

    def hold(self) -> None:
        self.days(26)
        votes = {"approval_of_network": (52, 3, 4), "involvement_and_steering_group": (55, 0, 4)}
        informing.record_info_evening(
            self.session,
            self.case.id,
            self.by(DESK[self.idea.town]),
            self.at,
            chair="de burgemeester",
            attendance=59,
            items={
                code: informing.ItemResult(RESULTS[code], *votes.get(code, (None, None, None))) for code in AGENDA_ITEMS
            },
            network_approved=True,
            objectives_approved=True,
            steering_group_approved=True,
            registered_dwellings=46,
        )
        self.appoint()

    def appoint(self) -> None:
        resident, slug = self.people[self.idea.resident], self.case.number.lower()
        seats = [
            informing.Seat(resident.name, resident.email or "", Role.COORDINATOR.value, resident.phone),
            informing.Seat("Griet Plaatsvervanger", f"griet.{slug}@bewoner.example", Role.DEPUTY_COORDINATOR.value),
            informing.Seat("Paul Stuurgroep", f"paul.{slug}@bewoner.example", Role.STEERING_GROUP_MEMBER.value),
            informing.Seat("Samira Stuurgroep", f"samira.{slug}@bewoner.example", Role.STEERING_GROUP_MEMBER.value),
        ]
        desk = self.by(DESK[self.idea.town])
        informing.appoint_steering_group(self.session, self.case.id, desk, self.at, seats=seats)

    def approve_minutes(self) -> None:
        informing.approve_minutes(self.session, self.case.id, self.by(OFFICER), self.days(3).at)

    def screen(self) -> None:
        screening.record_screening(
            self.session,
            self.case.id,
            self.by(OFFICER),
            self.at,
            person_id=self.people[self.idea.resident].id,
            result="suitable",
            screened_on=day_of(self.at),
        )

    def fill_charter(self) -> None:
        charter = self.session.scalars(
            select(Charter).where(Charter.case_id == self.case.id).order_by(Charter.version.desc()).limit(1)
        ).one()
        coordinator = self.by(self.idea.resident)
        for section in charter.sections:
            if section.code in CHARTER_ANSWERS:
                content = {**section.content, **CHARTER_ANSWERS[section.code]}
                if section.code == "communication_plan":
                    content["messages"] = {
                        kind: {**row, **CHANNELS.get(kind, {})} for kind, row in section.content["messages"].items()
                    }
                drafting_charter.save_section(
                    self.session,
                    self.case.id,
                    coordinator,
                    self.at,
                    section=section.code,
                    revision=section.revision,
                    content=content,
                )

    def freeze(self) -> None:
        self.fill_charter()
        drafting_charter.freeze_charter(self.session, self.case.id, self.by(OFFICER), self.days(40).at)

    def sign(self, roles: Sequence[Role]) -> None:
        charter = self.session.scalars(
            select(Charter).where(Charter.case_id == self.case.id).order_by(Charter.version.desc()).limit(1)
        ).one()
        rows = self.session.scalars(select(Signature).where(Signature.charter_id == charter.id)).all()
        for row in rows:
            if row.signed_on is None and row.role in roles:
                email = self._signatory(row)
                signing_charter.sign_charter(
                    self.session,
                    self.case.id,
                    self.by(email),
                    self.at,
                    signature_id=row.id,
                    name=self.people[email].name,
                    place=self.idea.town,
                    fingerprint=charter.fingerprint,
                )

    def _signatory(self, row: Signature) -> str:
        if row.person_id is not None:
            return self.idea.resident
        return {Role.MAYOR: MAYOR[self.idea.town], Role.POLICE_CHIEF: CHIEF, Role.MANDATED_OFFICER: OFFICER}[
            Role(row.role or "")
        ]

    def charter(self) -> None:
        self.days(10).screen()
        self.freeze()
        self.days(20).sign(list(Role))

    def send(self) -> None:
        checking_federally.send_to_federal_interior(
            self.session,
            self.case.id,
            self.by(DESK[self.idea.town]),
            self.at,
            sent_on=day_of(self.at),
            channel="e-mail",
        )

    def answer(self) -> None:
        checking_federally.record_federal_answer(
            self.session,
            self.case.id,
            self.by(DESK[self.idea.town]),
            self.at,
            answered_on=day_of(self.at),
            result="conform",
            reference=f"BIN/{self.case.number}",
        )

    def check(self, items: Sequence[str]) -> None:
        for item in items:
            launching.check_launch_item(self.session, self.case.id, self.by(OFFICER), self.at, item=item)

    def launch(self) -> None:
        launching.decide_launch(
            self.session,
            self.case.id,
            self.by(CHIEF),
            self.at,
            active_on=day_of(self.at),
            how_to_join="Vul het formulier van de coördinator in of kom langs in het gemeentehuis. Het is gratis.",
            quote="Buren die elkaar kennen, letten op elkaar. Daar zijn wij blij mee.",
        )

    def to_info_evening(self) -> None:
        self.days(4).accept()
        self.days(6).consult()

    def to_charter(self) -> None:
        self.to_info_evening()
        self.days(7).plan()
        self.hold()
        self.approve_minutes()

    def to_launch(self) -> None:
        self.to_charter()
        self.charter()
        if self.case.stage == "federal_check":
            self.days(3).send()
        if self.case.stage == "federal_check":
            self.days(70).answer()


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
    consulting.ask_opinion(
        walk.session,
        walk.case.id,
        walk.by(OFFICER),
        walk.at,
        adviser="wijkinspecteur Statiewijk",
        question="Is er draagvlak in de buurt?",
    )
    walk.days(6).police_approve()


def _evening_planned(walk: Walk) -> None:
    walk.to_info_evening()
    walk.days(4).plan()


def _minutes_waiting(walk: Walk) -> None:
    walk.to_info_evening()
    walk.days(4).plan()
    walk.hold()


def _charter_begun(walk: Walk) -> None:
    walk.to_charter()


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


def _active(walk: Walk) -> None:
    walk.to_launch()
    walk.days(10).check(list(LAUNCH_ITEMS))
    walk.days(2).launch()


def _evaluating(walk: Walk) -> None:
    _active(walk)
    evaluating.open_due_evaluation(walk.session, walk.case.id, walk.days(366).at)
    view = {
        "agreements_kept": "yes",
        "objectives_served": "partly",
        "members": 61,
        "meetings": 2,
        "members_experience": "De leden zijn tevreden. Oudere leden krijgen liever een telefoontje dan een sms.",
        "follow_up": "De politie belt altijd terug. Na een bericht in de nacht duurde het lang.",
        "safety_feeling": "Mensen groeten elkaar meer. Enkele bewoners zijn na het bericht van mei wat ongeruster.",
        "proposals": "Een vast moment voor terugkoppeling, bijvoorbeeld elke eerste maandag van de maand.",
    }
    evaluating.fill_evaluation_as_coordinator(
        walk.session, walk.case.id, walk.by(walk.idea.resident), walk.days(9).at, view=view
    )


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
    informing.stop_for_lack_of_support(
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
        _active,
        (7, 9),
    ),
    Idea(
        "BIN Markt-Zuid",
        "Oosterbeke",
        "Centrum",
        "noella.reyniers@bewoner.example",
        690,
        "De handelaars en bewoners rond de markt willen samen sneller informatie krijgen.",
        _evaluating,
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
    answers = RequestAnswers(
        municipality_id=zone.municipalities[idea.town].id,
        name=idea.name,
        kind=idea.kind,
        origin=idea.origin,
        segments=[Segment(street.id) for street in chosen],
        motives=idea.motives,
        objectives=["safety_feeling", "social_cohesion", "prevention", "information_exchange"],
        households=sum(street.dwelling_count for street in chosen),
        applicant_name=resident.name,
        applicant_address=_address(session, resident),
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


def _address(session: Session, resident: Person) -> str:
    dwelling = session.get_one(Dwelling, resident.dwelling_id)
    return f"{dwelling.street.name} {dwelling.number}{dwelling.suffix}, {dwelling.street.postcode}"
