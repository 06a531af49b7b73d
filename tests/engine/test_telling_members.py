"""What members are told about their network leaves over a real mail server, each once; refused ones go on paper."""

from sqlalchemy import select

from flows.telling_members import send_member_notices
from models.clock import present
from models.database import writing
from models.member_notice import MemberNotice
from models.operations.cases.acting import lock_case
from models.operations.networks.telling_members import network_facts, tell_members
from models.queries.networks.member_notices import members_of, paper_notices
from models.rules.procedure import Stage
from tests.engine.harness import Installation, Mailbox
from tests.factories import advance_to
from tests.message_steps import a_member
from tests.outcome_steps import network, on_paper, told


def _told(installation: Installation) -> int:
    with writing(installation.engine) as session:
        case = advance_to(session, installation.place, Stage.EVALUATION)
        for name in ("Anna Lid", "Bert Lid", "Weg Lid"):
            a_member(session, installation.place, case, name)
        on_paper(session, installation.place, case, "Paula Papier", "5")
        rows = members_of(session, network(session, case).id)
        tell_members(session, lock_case(session, case.id), "outside", rows, present(session), **network_facts(case),
                     active_on="2027-09-01")  # fmt: skip
        return case.id


def test_each_member_gets_one_mail_also_when_it_is_run_twice(installation: Installation, mailbox: Mailbox) -> None:
    _told(installation)

    assert send_member_notices() == 3
    assert send_member_notices() == 0

    to = sorted(str(mail["To"]).split("<")[-1].strip(">") for mail in mailbox.received)
    assert to == ["anna@binstart.example", "bert@binstart.example", "weg@binstart.example"]
    assert all(mail.get_body(("html",)) is not None for mail in mailbox.received)


def test_an_address_that_is_refused_is_brought_on_paper(installation: Installation, mailbox: Mailbox) -> None:
    case_id = _told(installation)
    mailbox.refuse = lambda address: "550 5.1.1 unknown" if address == "weg@binstart.example" else None

    assert send_member_notices() == 2
    assert send_member_notices() == 0

    with writing(installation.engine) as session:
        case = lock_case(session, case_id)
        (paper,) = paper_notices(session, case)
        assert [name for name, _dwelling in paper.people] == ["Paula Papier", "Weg Lid"]
        assert [one["papers"] for one in told(session, case, "members:told")] == [1, 1]
        assert len(session.scalars(select(MemberNotice)).all()) == 1
