"""The figures of a case follow it: the flow of its stage works them out, and the clockwork what was missed."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from flows.idea import idea
from flows.reminding import reminding
from models.case_figures import CaseActions, CaseFigures
from models.database import writing
from models.rules.procedure import Stage
from tests.engine.harness import Installation, Mailbox, PrefectProcess, run_flow
from tests.factories import advance_to, submitted


def test_the_flow_of_a_stage_works_out_the_figures_of_its_case(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    with writing(installation.engine) as session:
        case_id = submitted(session, installation.place).id

    run_flow(prefect_server, idea, case_id)

    with Session(installation.engine) as session:
        assert session.get_one(CaseFigures, case_id).outcome == "running"


def test_the_clockwork_works_out_what_was_missed(
    installation: Installation, mailbox: Mailbox, prefect_server: PrefectProcess
) -> None:
    with writing(installation.engine) as session:
        case_id = advance_to(session, installation.place, Stage.CHARTER).id
        session.execute(delete(CaseActions))
        session.execute(delete(CaseFigures))

    run_flow(prefect_server, reminding)

    with Session(installation.engine) as session:
        assert session.scalars(select(CaseFigures.case_id)).all() == [case_id]
        assert session.get_one(CaseFigures, case_id).days_consultation == 1
