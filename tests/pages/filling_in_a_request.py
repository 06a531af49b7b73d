"""Filling in a request, page after page."""

from tests.factories import Place
from tests.pages.visiting import Page, Visitor


def fill_in(page: Page, place: Place, **changes: object) -> Page:
    """Every page from the first to the check, with answers that are in order."""
    answers = {
        "soort": {"kind": "bin"},
        "naam": {"name": "BIN Kerkkwartier"},
        "gemeente": {"municipality_id": str(place.municipality.id)},
        "gebied": {"segments-0-street": "Kerkstraat", "segments-0-side": "odd", "segments-0-from_number": "1",
                   "segments-0-to_number": "7", "boundary_text": "Rond de kerk",
                   "overlap_explanation": "Wij willen een eigen netwerk."},
        "motivatie": {"motives": "Er waren drie inbraken in onze straat."},
        "verwachtingen": {"expectations-police": "Snelle berichten."},
        "doelstellingen": {"objectives": ["safety_feeling", "prevention"]},
        "woningen": {},
        "kandidaten": {"candidate_coordinators-0-name": "Cora Kandidaat"},
        "eerdere-pogingen": {},
        "aanvrager": {"applicant_address": "Kerkstraat 2"},
        "verklaring": {"declaration": "y"},
    }  # fmt: skip
    for slug, values in answers.items():
        assert page.path.endswith(slug), (page.path, page.text)
        answer = page.submit(**{**values, **changes.pop(slug, {})})  # type: ignore[dict-item]
        assert answer.status == 302, (slug, answer.faults)
        page = answer.follow()
    return page


def begin(visitor: Visitor) -> Page:
    """The first page of a new request."""
    return visitor.read("/aanvraag").submit().follow()
