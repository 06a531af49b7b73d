"""Support for the demonstration's foundings: a paper sheet that the desk entered and the police compared with it."""

from sqlalchemy import select

from binstart.demonstration.walking import DESK, OFFICER, Walk
from models.address import Dwelling
from models.file_store import uploads
from models.operations.support.giving_voices import VoiceAnswer
from models.operations.support.support_sheets import check_support_sheet, enter_support_sheet
from models.queries.requests.areas import segments_of
from models.rules.area import is_in_area
from models.rules.streets import HouseNumber
from models.rules.uploads import CheckedUpload

SCAN = CheckedUpload(
    "steunlijst.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
NAMES = ("Maes", "Peeters", "Janssens", "El Idrissi", "De Smet", "Wouters", "Nowak", "Claes", "Yilmaz", "Vermeulen")


def gather_on_paper(walk: Walk, most: int) -> None:
    """One voice per dwelling, spread over the area; nearly all are for it."""
    dwellings = dwellings_of(walk)
    spread = dwellings[:: max(1, len(dwellings) // most)][:most]
    lines = [_line(index, dwelling) for index, dwelling in enumerate(spread)]
    desk, officer, case_id = walk.by(DESK[walk.idea.town]), walk.by(OFFICER), walk.case.id
    sheet = enter_support_sheet(walk.session, case_id, desk, walk.at, store=uploads(), lines=lines,
                                scan=SCAN)  # fmt: skip
    sample = {number: lines[number - 1] for number in sheet.sample}
    check_support_sheet(walk.session, case_id, officer, walk.at, sheet_id=sheet.id, lines=sample)


def _line(index: int, dwelling: Dwelling) -> VoiceAnswer:
    return VoiceAnswer(
        street_id=dwelling.street_id,
        number=str(HouseNumber(dwelling.number, dwelling.suffix)),
        choice="against" if index % 9 == 8 else "more" if index % 7 == 6 else "for",
        name=NAMES[index % len(NAMES)],
        wishes=("member",) if index % 4 == 0 else (),
    )


def dwellings_of(walk: Walk) -> list[Dwelling]:
    """Those of the area, in the order of the streets."""
    segments = segments_of(walk.session, walk.case.area_id)
    rows = walk.session.scalars(
        select(Dwelling)
        .where(Dwelling.street_id.in_({segment.street for segment in segments}), Dwelling.is_active)
        .order_by(Dwelling.street_id, Dwelling.number, Dwelling.suffix)
    )
    return [dwelling for dwelling in rows if is_in_area(segments, dwelling.street_id, dwelling.number)]
