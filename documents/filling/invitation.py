"""The letter to a dwelling, from the record of the evening: for one dwelling in full, or as the text that all share."""

import re
import textwrap

from documents.contexts.invitation import IS_FREE, InvitationLetterContext, Stamp
from documents.contexts.shared import Addressee
from documents.filling.shared import (
    case_reference,
    contact,
    hour,
    line,
    lines_of,
    sender,
    signers,
)
from documents.language import in_language_of_case, ruled, said, spoken, to_say
from documents.standard_texts import WHAT_A_BIN_IS
from documents.wording import bare
from models.rules.invitations import spaced_code
from models.rules.records.info_evening import EveningRecord, InvitedRecord
from models.rules.streets import HouseNumber
from models.rules.web_addresses import reply_page

RESIDENTS = to_say("Aan de bewoners")  # the register knows dwellings, not who lives there
LONGEST_LINE = 40  # characters that fit between the place of the address and the edge of the paper
BOX = to_say("{number} bus {box}")
HELP_TO_COME = to_say("Hebt u hulp nodig om te komen of om te volgen? Laat het ons op tijd weten.")
_WITH_BOX = re.compile(r"(?P<number>.+) bus (?P<box>.+)")


@in_language_of_case
def letter_body(record: EveningRecord, window: str) -> InvitationLetterContext:
    """The text that all letters share, with empty places."""
    return _letter(record, window, None, "", "")


@in_language_of_case
def invitation_letter(
    record: EveningRecord, window: str, invited: InvitedRecord, base_url: str
) -> InvitationLetterContext:
    """The letter to one dwelling, complete: what is mailed, and what stamped letters are compared with."""
    lines = address_lines(invited)
    shown = bare(reply_page(base_url, "")) + "/" + spaced_code(invited.code)
    return _letter(
        record, window, Addressee(name=lines[0], address=lines[1:]), reply_page(base_url, invited.code), shown
    )


def stamp_for(invited: InvitedRecord) -> Stamp:
    """What is stamped for one dwelling, in the language that is spoken."""
    return Stamp(address_lines(invited), invited.code)


def address_lines(invited: InvitedRecord) -> tuple[str, ...]:
    """The address as bpost reads it: to whom, street and number with 'bus' written out, postcode and place."""
    street = f"{invited.street} {house_number(str(HouseNumber(invited.house_number, invited.suffix)))}"
    place = line(f"{invited.postcode} {invited.municipality}")
    return (said(RESIDENTS), *textwrap.wrap(line(street), LONGEST_LINE), place)


def house_number(text: str) -> str:
    """A house number as registers write it, in the language that is spoken: '12 bus 3', in French '12 boîte 3'."""
    found = _WITH_BOX.fullmatch(text)
    return said(BOX, **found.groupdict()) if found else text


def _letter(record: EveningRecord, window: str, to: Addressee | None, reply_url: str,
            short_address: str) -> InvitationLetterContext:  # fmt: skip
    return InvitationLetterContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        addressee=to,
        window=window,
        dated_on=record.planned_on,
        evening_on=record.starts_at.date(),
        hour=hour(record.starts_at),
        place=line(record.place),
        place_address=line(record.address),
        accessibility=line(record.accessibility) or said(HELP_TO_COME),
        cost=said(IS_FREE),
        what_it_is=said(WHAT_A_BIN_IS),
        organisers=listed(record.organisers),
        legal_basis=line(ruled(record.circular)),
        contact=contact(record.case),
        reply_url=reply_url,
        short_address=short_address,
        signed_by=signers(record.signed_by),
    )


def listed(value: str) -> tuple[str, ...]:
    """What was typed as 'a, b en c', one by one; in French as 'a, b et c', where 'en' is another word."""
    last_two = {"nl": " en ", "fr": " et "}[spoken()]
    return lines_of(value.replace(last_two, ", ") if "\n" not in value else value)
