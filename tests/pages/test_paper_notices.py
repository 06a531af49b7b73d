"""What goes to members on paper: a coordinator finds text and addresses, and nobody else does."""

from sqlalchemy import Engine

from models.database import writing
from models.operations.cases.acting import lock_case
from models.operations.networks.telling_members import network_facts, tell_members
from models.queries.networks.member_notices import members_of
from models.rules.access import Role
from models.rules.procedure import Stage
from tests.factories import Place, advance_to, coordinator_of, later
from tests.message_steps import a_member
from tests.outcome_steps import network, on_paper
from tests.pages.conftest import SignedIn


def test_the_coordinator_finds_the_text_and_whom_to_bring_it(place: Place, engine: Engine, signed_in: SignedIn) -> None:
    with writing(engine) as session:
        case = advance_to(session, place, Stage.EVALUATION)
        a_member(session, place, case, "Anna Mail")
        on_paper(session, place, case, "Paula Papier", "5")
        rows = members_of(session, network(session, case).id)
        tell_members(session, lock_case(session, case.id), "outside", rows, later(case), **network_facts(case),
                     active_on="2027-09-01")  # fmt: skip
        cora = coordinator_of(session, case)
    reader = signed_in(cora)

    members = reader.read(f"/dossier/{case.number}/leden")
    page = reader.read(f"/dossier/{case.number}/leden/op-papier")

    assert members.soup.select_one(f'a[href="/dossier/{case.number}/leden/op-papier"]') is not None
    assert "Uw woning ligt niet meer in het gebied" in page.text
    assert "Paula Papier, Kerkstraat 5" in page.text
    assert "Anna Mail" not in page.text
    assert signed_in(place.people[Role.DESK_OFFICER]).read(page.path).status == 403
