"""The same six approvals twice: each person takes the task first, as Viewflow does it; or has it from the flow."""

from typing import Any

from django.contrib.auth.models import User
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.flow.views import UpdateProcessView

from .models import ApprovalCase

# Who approves, one after the other, as in a founding of ours.
ROLES = ("desk_officer", "mandated_officer", "mandated_officer", "police_chief", "mayor", "desk_officer")


def _form(number: int) -> Any:
    return UpdateProcessView.as_view(fields=[f"approved_{number}", f"reason_{number}"])


def _task(number: int) -> Any:
    following = getattr(this, f"approve_{number + 1}") if number < 5 else this.finish
    return flow.View(_form(number)).Annotation(title=f"Approval {number}").Permission(auto_create=True).Next(following)


def _owner(number: int) -> Any:
    return lambda activation: User.objects.get(username=f"{ROLES[number]}-{activation.process.team}")


class TakenApprovals(flow.Flow):  # type: ignore[misc]
    """Who may approve takes the task, then approves."""

    process_class = ApprovalCase
    begin = flow.StartHandle(this.begin_with).Next(this.approve_0)
    approve_0 = _task(0)
    approve_1 = _task(1)
    approve_2 = _task(2)
    approve_3 = _task(3)
    approve_4 = _task(4)
    approve_5 = _task(5)
    finish = flow.End()

    def begin_with(self, activation: Any, team: int) -> Any:
        """The case is there."""
        activation.process.team = team
        return activation.process


class GivenApprovals(flow.Flow):  # type: ignore[misc]
    """The flow itself gives each task to its person: one form less for each approval."""

    process_class = ApprovalCase
    begin = flow.StartHandle(this.begin_with).Next(this.approve_0)
    approve_0 = _task(0).Assign(_owner(0))
    approve_1 = _task(1).Assign(_owner(1))
    approve_2 = _task(2).Assign(_owner(2))
    approve_3 = _task(3).Assign(_owner(3))
    approve_4 = _task(4).Assign(_owner(4))
    approve_5 = _task(5).Assign(_owner(5))
    finish = flow.End()

    def begin_with(self, activation: Any, team: int) -> Any:
        """The case is there."""
        activation.process.team = team
        return activation.process
