"""An evening of the demonstration: who gave their data on paper, who stood as candidate, whom the room recognised."""

from binstart.demonstration.supporting import NAMES, dwellings_of
from binstart.demonstration.walking import DESK, LATE_TO_ANSWER, Walk
from models.clock import day_of
from models.operations.evenings.balloting import Counts
from models.operations.evenings.entering_participants import PaperForm, enter_participant
from models.operations.evenings.nominating import Nomination, nominate, recognise
from models.operations.evenings.participating import ParticipantData
from models.queries.evenings.evenings import present_evening
from models.rules.access import Role
from models.rules.streets import HouseNumber

FIRST_NAMES = ("Ilse", "Ahmed", "Rita", "Tom", "Fien", "Luc", "Zofia", "Bart")
IN_THE_ROOM = {"Griet Plaatsvervanger": Role.DEPUTY_COORDINATOR, "Paul Stuurgroep": Role.STEERING_GROUP_MEMBER,
               LATE_TO_ANSWER: Role.STEERING_GROUP_MEMBER}  # fmt: skip
COUNTED = Counts(votes_for=51, votes_against=4, abstentions=4)


def meet(walk: Walk) -> None:
    """What comes out of the evening beside its results."""
    _gather_data(walk)
    _recognise(walk)


def _gather_data(walk: Walk) -> None:
    """Forms on paper, with a consent each, from dwellings all over the area; the last one would like to help."""
    dwellings = dwellings_of(walk)
    spread = dwellings[:: max(1, len(dwellings) // len(FIRST_NAMES))][: len(FIRST_NAMES)]
    for index, dwelling in enumerate(spread):
        wishes = ("member", "steering_group") if index == len(spread) - 1 else ("member",)
        if index % 3 == 1:
            wishes = (*wishes, "street_contact")
        data = ParticipantData(f"{FIRST_NAMES[index]} {NAMES[index]}", phone=f"0470 00 00 {index:02d}", reach=("sms",),
                               wishes=wishes, has_consented=True)  # fmt: skip
        number = str(HouseNumber(dwelling.number, dwelling.suffix))
        form = PaperForm(data, day_of(walk.at), dwelling.street_id, number)
        enter_participant(walk.session, walk.case.id, walk.by(DESK[walk.idea.town]), walk.at, form)


def _recognise(walk: Walk) -> None:
    """The coordinator by vote, the others by acclamation."""
    resident, slug = walk.people[walk.idea.resident], walk.case.number.lower()
    evening = present_evening(walk.session, walk.case.id)
    assert evening is not None
    desk = walk.by(DESK[walk.idea.town])
    standing = [Nomination(Role.COORDINATOR.value, name=resident.name, email=resident.email or "", is_of_age=True)]
    for name, role in IN_THE_ROOM.items():
        email = f"{name.split()[0].lower()}.{slug}@bewoner.example"
        standing.append(Nomination(role.value, name=name, email=email, is_of_age=True))
    for one in standing:
        candidate = nominate(walk.session, walk.case.id, desk, walk.at, nomination=one)
        way = "vote" if one.role == Role.COORDINATOR else "acclamation"
        recognise(walk.session, walk.case.id, desk, walk.at, candidate_id=candidate.id, evening_id=evening.id, way=way,
                  counts=COUNTED)  # fmt: skip
