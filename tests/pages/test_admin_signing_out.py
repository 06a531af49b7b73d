"""An administrator signs somebody out on all devices."""

from sqlalchemy import Engine

from models.database import writing
from models.rules.access import Role
from tests.factories import Place, make_place
from tests.pages.conftest import SignedIn
from tests.pages.test_second_step import events, told
from tests.pages.test_second_step_reset import mandate_of

MAYOR = Role.MAYOR


def address(place: Place, engine: Engine, whose: Place) -> str:
    return f"/beheer/{place.municipality.slug}/functies/{mandate_of(engine, whose.people[MAYOR])}/afmelden"


def test_the_administrator_signs_somebody_out_on_all_devices(place: Place, signed_in: SignedIn, engine: Engine) -> None:
    mayor = place.people[MAYOR]
    at_the_desk, on_the_phone, colleague = (
        signed_in(mayor),
        signed_in(mayor),
        signed_in(place.people[Role.DESK_OFFICER]),
    )
    page = signed_in(place.people[Role.ADMINISTRATOR]).read(f"/beheer/{place.municipality.slug}/functies")

    answer = page.submit(action=address(place, engine, place))

    assert answer.follow().text.count("De persoon is overal afgemeld.") == 1
    assert [one.read("/account").status for one in (at_the_desk, on_the_phone, colleague)] == [302, 302, 200]
    assert signed_in(mayor).read("/account").status == 200
    assert events(engine)[-1] == "sessions:ended"
    assert "Een beheerder meldde u af op alle toestellen." in told(engine, mayor.email or "")[-1]


def test_nobody_of_another_authority_is_signed_out(place: Place, signed_in: SignedIn, engine: Engine) -> None:
    with writing(engine) as session:
        elsewhere = make_place(session, "westveld", "WES")
    mayor = signed_in(elsewhere.people[MAYOR])
    page = signed_in(place.people[Role.ADMINISTRATOR]).read(f"/beheer/{place.municipality.slug}/functies")

    answer = page.submit(to=address(place, engine, elsewhere))

    assert answer.status == 404
    assert mayor.read("/account").status == 200
