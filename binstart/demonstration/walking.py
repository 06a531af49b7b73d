"""The legal steps of a demonstration case: who takes them, with which words, on which day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import FoundingCase
from models.charter import Charter
from models.clock import BELGIUM, day_of
from models.mandate import Mandate
from models.operations.charters import (
    checking_federally,
    commenting,
    drafting_charter,
    saving_sections,
    screening,
    signing_charter,
)
from models.operations.consultation import consulting, contacting
from models.operations.evenings import answering_seats, informing, writing_minutes
from models.operations.launches import launching
from models.operations.requests import requesting
from models.person import Person
from models.queries.accounts.people import actor_for
from models.queries.charters.charter_lacks import unusual_in
from models.queries.evenings.seats import offered_seats
from models.rules.access import Actor, Role
from models.rules.charter_consistency import reason_key
from models.rules.procedure import AGENDA_ITEMS
from models.signature import Signature

DESK = {"Oosterbeke": "an.baeyens@oosterbeke.example", "Westveld": "fatima.elamrani@westveld.example"}
SECOND_DESK = {"Oosterbeke": "joris.claes@oosterbeke.example", "Westveld": "bart.coppens@westveld.example"}
MAYOR = {"Oosterbeke": "burgemeester@oosterbeke.example", "Westveld": "burgemeester@westveld.example"}
DECIDER = {"Oosterbeke": MAYOR["Oosterbeke"], "Westveld": SECOND_DESK["Westveld"]}  # see authorities.SETTINGS
CHIEF, OFFICER = "korpschef@pz-terbeke.example", "saskia.wouters@pz-terbeke.example"
LATE_TO_ANSWER = "Samira Stuurgroep"  # accepts her seat just before the text of the charter is frozen
RESULTS = {
    "concept_and_rules": "De gemandateerde legde uit wat een BIN is en wat niet. Geen patrouilles; dringend is 101.",
    "partners": "Gemeente, politie en initiatiefnemers stelden zich voor.",
    "approval_of_network": "De vergadering keurde de oprichting en de doelstellingen goed.",
    "communication_and_costs": "Berichten per sms via BE-Alert. De gemeente betaalt; lid worden is gratis.",
    "involvement_and_steering_group": "De voorgestelde stuurgroep werd aanvaard.",
    "participants_data": "Wie wil meedoen, vulde het formulier in.",
    "further_agreements": "De stuurgroep maakt het charter op; na een jaar volgt een evaluatie.",
    "extra_1": "De politie neemt de vragen mee en antwoordt op de bladzijde van de gemeente.",
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
        contacting.record_judicial_contact(
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
            getting_there="Parking achter de zaal, fietsenstalling aan de ingang, bus 12 tot Dorp.",
            speakers="de gemandateerde politiebeambte en de dienst Veiligheid van de gemeente",
            extra_items=["Verkeer rond de school: vragen aan de politie"],
            room_limit=120,
        )

    def hold(self, meet: "Callable[[Walk], None] | None" = None) -> None:
        """The evening. `meet`: what comes out of it beside its results."""
        self.days(26)
        if meet is not None:
            meet(self)
        votes = {"approval_of_network": (52, 3, 4), "involvement_and_steering_group": (55, 0, 4)}
        informing.record_info_evening(
            self.session,
            self.case.id,
            self.by(DESK[self.idea.town]),
            self.at,
            chair="de burgemeester",
            attendance=59,
            items={
                code: informing.ItemResult(RESULTS[code], *votes.get(code, (None, None, None)))
                for code in (*AGENDA_ITEMS, "extra_1")
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
            informing.Seat(LATE_TO_ANSWER, f"samira.{slug}@bewoner.example", Role.STEERING_GROUP_MEMBER.value),
        ]
        desk = self.by(DESK[self.idea.town])
        informing.appoint_steering_group(self.session, self.case.id, desk, self.at, seats=seats)
        for seat in offered_seats(self.session, self.case.id):
            if seat.person.name != LATE_TO_ANSWER:
                self.accept_seat(seat)

    def accept_seat(self, seat: Mandate) -> None:
        invited = actor_for(self.session, seat.person_id, day_of(self.at))
        assert invited is not None
        answering_seats.accept_seat(self.session, self.case.id, invited, self.at, is_of_age=True)

    def edit_minutes(self) -> None:
        writing_minutes.edit_minutes(
            self.session,
            self.case.id,
            self.by(OFFICER),
            self.days(1).at,
            items={"partners": "De gemeente, de politie en de initiatiefnemers stelden zich kort voor."},
            introduction="Dank aan iedereen die kwam. Wie er niet bij was, leest hier wat we bespraken en beslisten.",
        )

    def approve_minutes(self) -> None:
        mayor, officer = self.by(MAYOR[self.idea.town]), self.by(OFFICER)
        writing_minutes.approve_minutes_as_chair(self.session, self.case.id, mayor, self.days(2).at)
        writing_minutes.approve_minutes_as_police(self.session, self.case.id, officer, self.days(1).at)

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
                saving_sections.save_section(
                    self.session,
                    self.case.id,
                    coordinator,
                    self.at,
                    section=section.code,
                    revision=section.revision,
                    content=content,
                )

    def talk_about_charter(self) -> None:
        """The mayor asks something, the police suggest other words."""
        text = next(row.content["text"] for row in self._newest_charter().sections if row.code == "members")
        first = text.split("\n\n")[0]
        commenting.write_comment(
            self.session, self.case.id, self.by(MAYOR[self.idea.town]), self.at, section="members", field="text",
            quote=first, text="Kunnen we dit ook in het Frans en het Engels aan nieuwe bewoners geven?",
        )  # fmt: skip
        commenting.write_comment(
            self.session, self.case.id, self.by(OFFICER), self.at, section="members", field="text", quote=first,
            suggestion=f"{first} Wie lid is, belt altijd eerst zelf 101.",
        )  # fmt: skip

    def freeze(self) -> None:
        self.fill_charter()
        for seat in offered_seats(self.session, self.case.id):
            self.accept_seat(seat)
        by, at = self.by(OFFICER), self.days(40).at
        unusual = unusual_in(self.session, self.case, self._newest_charter(), day_of(at))
        reasons = {reason_key(lack): "Zo besproken in de stuurgroep." for lack in unusual}
        drafting_charter.freeze_charter(self.session, self.case.id, by, at, reasons=reasons)

    def _newest_charter(self) -> Charter:
        newest = select(Charter).where(Charter.case_id == self.case.id).order_by(Charter.version.desc()).limit(1)
        return self.session.scalars(newest).one()

    def sign(self, roles: Sequence[Role]) -> None:
        charter = self._newest_charter()
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
                    identified_by="link" if row.person_id is not None else "password_and_code",
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

    def to_charter(self, meet: "Callable[[Walk], None] | None" = None) -> None:
        self.to_info_evening()
        self.days(7).plan()
        self.hold(meet)
        self.approve_minutes()

    def to_launch(self) -> None:
        self.to_charter()
        self.charter()
        if self.case.stage == "federal_check":
            self.days(3).send()
        if self.case.stage == "federal_check":
            self.days(70).answer()
