"""Six approvals in a row, as a flow of Viewflow; an application of its own because Viewflow asks for one."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process


def _page(request, **kwargs):  # type: ignore[no-untyped-def]
    raise NotImplementedError("the engine is measured, not its pages")


class SixFlow(flow.Flow):
    """Begin, six approvals, end."""

    process_class = Process
    begin = flow.StartHandle().Next(this.approve_0)
    approve_0 = flow.View(_page).Next(this.approve_1)
    approve_1 = flow.View(_page).Next(this.approve_2)
    approve_2 = flow.View(_page).Next(this.approve_3)
    approve_3 = flow.View(_page).Next(this.approve_4)
    approve_4 = flow.View(_page).Next(this.approve_5)
    approve_5 = flow.View(_page).Next(this.finish)
    finish = flow.End()
