"""prefect.yaml declares the flows that are there, all of them, and by module path."""

from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from flows.handing_over import CLOCKWORK, STAGE_FLOWS

DEPLOYMENTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "prefect.yaml").read_text(encoding="utf-8")
)["deployments"]


def test_every_stage_and_every_clockwork_flow_is_declared_once() -> None:
    assert sorted(one["name"] for one in DEPLOYMENTS) == sorted([*STAGE_FLOWS, *CLOCKWORK])


def test_every_entry_point_is_a_module_path_to_the_flow_of_that_name() -> None:
    flows = STAGE_FLOWS | CLOCKWORK

    for one in DEPLOYMENTS:
        module, _, name = one["entrypoint"].rpartition(".")
        assert getattr(import_module(module), name) is flows[one["name"]], one["name"]
        assert flows[one["name"]].name == one["name"]


def test_nothing_has_a_schedule_of_prefect_because_the_dispatchers_keep_the_clock() -> None:
    assert [one["name"] for one in DEPLOYMENTS if one["schedules"]] == []
