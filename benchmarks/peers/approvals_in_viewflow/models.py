"""What is approved, kept as Viewflow's first lesson keeps it: fields of the process itself."""

from viewflow import jsonstore
from viewflow.workflow.models import Process


class ApprovalCase(Process):  # type: ignore[misc]
    """A case with six approvals, each with a reason. `team`: whose people approve it."""

    team = jsonstore.IntegerField(default=0)
    approved_0 = jsonstore.BooleanField(default=False)
    reason_0 = jsonstore.CharField(max_length=250)
    approved_1 = jsonstore.BooleanField(default=False)
    reason_1 = jsonstore.CharField(max_length=250)
    approved_2 = jsonstore.BooleanField(default=False)
    reason_2 = jsonstore.CharField(max_length=250)
    approved_3 = jsonstore.BooleanField(default=False)
    reason_3 = jsonstore.CharField(max_length=250)
    approved_4 = jsonstore.BooleanField(default=False)
    reason_4 = jsonstore.CharField(max_length=250)
    approved_5 = jsonstore.BooleanField(default=False)
    reason_5 = jsonstore.CharField(max_length=250)

    class Meta:
        """No table of its own."""

        proxy = True
