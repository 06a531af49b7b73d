"""The paper attendance list, from the record of its evening."""

from documents.contexts.attendance import AttendanceListContext, AttendanceStreet
from documents.filling.invitation import house_number
from documents.filling.shared import case_reference, contact, hour, line, sender
from documents.language import in_language_of_case
from models.rules.records.info_evening import AttendanceListRecord


@in_language_of_case
def attendance_list(record: AttendanceListRecord) -> AttendanceListContext:
    """The list for the door, street by street."""
    return AttendanceListContext(
        case=case_reference(record.case),
        sender=sender(record.case),
        dated_on=record.dated_on,
        evening_on=record.starts_at.date(),
        hour=hour(record.starts_at),
        place=line(record.place),
        streets=tuple(
            AttendanceStreet(name=line(name), numbers=tuple(line(house_number(one)) for one in numbers))
            for name, numbers in record.streets
        ),
        contact=contact(record.case),
    )
