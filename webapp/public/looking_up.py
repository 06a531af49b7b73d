"""The question 'is there a BIN in my street?' as it stands in the address, and the answer per street."""

from dataclasses import dataclass
from datetime import date

from flask import request
from sqlalchemy.orm import Session

from models.queries.networks.coverage import Coverage, coverage
from models.queries.requests.applicants import all_places
from models.queries.requests.areas import house_numbers
from models.queries.streets.streets import FoundStreet, find_streets
from models.rules.refusals import Invalid
from models.rules.streets import HouseNumber, parse_house_number, plain_name, split_address

LONGEST_QUESTION = 150
MOST_ANSWERS = 6  # more streets of one name than this, and one must choose the municipality first
LIKELY = 6


@dataclass(frozen=True)
class Question:
    """What was typed. `number_is_wrong`: something stood where the house number belongs that is none."""

    street: str = ""
    number: HouseNumber | None = None
    postcode: str = ""
    municipality: str = ""
    number_is_wrong: bool = False

    @property
    def typed(self) -> str:
        """The street with its number, as the box shows it."""
        return " ".join(filter(None, (self.street, str(self.number) if self.number else "")))


@dataclass(frozen=True)
class StreetAnswer:
    """What there is in one street. `here`: at the asked number, or in the whole street when none was asked;
    `elsewhere`: in other parts of the street."""

    street: FoundStreet
    name: str
    here: Coverage
    elsewhere: Coverage
    is_unknown_number: bool = False  # the register has houses in this street, but none with the asked number


@dataclass(frozen=True)
class Answer:
    """The streets of that name; `likely` when there is none; `is_cut` when there are more than are shown."""

    streets: tuple[StreetAnswer, ...] = ()
    likely: tuple[FoundStreet, ...] = ()
    is_cut: bool = False


def read_question() -> Question:
    """The question in the address: one box `straat` ('Kerkstraat 12'), or `nummer` beside it; `gemeente` a slug."""
    typed = " ".join(request.args.get("straat", "")[:LONGEST_QUESTION].split())
    parts = split_address(typed)
    number, is_wrong = parts.number, False
    apart = request.args.get("nummer", "")[:20].strip()
    if apart:
        try:
            number = parse_house_number(apart)
        except Invalid:
            is_wrong = True
    return Question(
        street=parts.street,
        number=number,
        postcode=request.args.get("postcode", "")[:10].strip() or parts.postcode,
        municipality=request.args.get("gemeente", "")[:100].strip(),
        number_is_wrong=is_wrong,
    )


def answer_to(session: Session, question: Question, on: date) -> Answer:
    """Everything that the public may know of the street."""
    places = [p.id for p in all_places(session) if question.municipality in ("", p.slug)]
    found = find_streets(session, places, question.street, limit=50) if question.street else ()
    same = [street for street in found if _is_meant(street, question)]
    if not same:
        return Answer(likely=found[:LIKELY])
    answers = tuple(_answer(session, street, question, on) for street in same[:MOST_ANSWERS])
    return Answer(streets=answers, is_cut=len(same) > MOST_ANSWERS)


def _is_meant(street: FoundStreet, question: Question) -> bool:
    return street.is_called(question.street) and question.postcode in ("", street.postcode)


def _answer(session: Session, street: FoundStreet, question: Question, on: date) -> StreetAnswer:
    whole = coverage(session, street.id, None, on)
    if question.number is None:
        return StreetAnswer(street, plain_name(street.name), whole, Coverage((), ()))
    here = coverage(session, street.id, question.number.number, on)
    slugs, names = {n.slug for n in here.networks}, {f.name for f in here.foundings}
    elsewhere = Coverage(
        tuple(network for network in whole.networks if network.slug not in slugs),
        tuple(founding for founding in whole.foundings if founding.name not in names),
    )
    known = house_numbers(session, [street.id]).get(street.id, ())
    is_unknown = bool(known) and question.number.number not in known
    return StreetAnswer(street, plain_name(street.name), here, elsewhere, is_unknown)
