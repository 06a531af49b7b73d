"""Peer for the benchmark `engine`: six steps in SpiffWorkflow, its state saved to SQLite after each.

It keeps no journal, asks no rights, and here not even reads the state back from the database before a step, as an
application with several processes must. Run with the environment of requirements/bench.txt: FILE CASES -> JSON.
"""

import json
import sqlite3
import sys
import time

from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.defaults import EndEvent, StartEvent, UserTask
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

STEPS = 6


def six_steps() -> BpmnProcessSpec:
    spec = BpmnProcessSpec(name="six")
    last = StartEvent(spec, "begin", NoneEventDefinition())
    spec.start.connect(last)
    for number in range(STEPS):
        step = UserTask(spec, f"approve_{number}")
        last.connect(step)
        last = step
    end = EndEvent(spec, "finish", NoneEventDefinition())
    last.connect(end)
    end.connect(spec.end)
    return spec


def main(file: str, cases: int) -> None:
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=normal")
    database.execute("create table workflow (id integer primary key, state text)")
    serializer = BpmnWorkflowSerializer()
    spec, steps, begin = six_steps(), [], time.perf_counter()
    for number in range(cases):
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        database.execute("insert into workflow values (?, ?)", (number, serializer.serialize_json(workflow)))
        for _ in range(STEPS):
            step_begin = time.perf_counter()
            workflow.get_next_task(state=TaskState.READY, manual=True).run()
            workflow.do_engine_steps()
            database.execute(
                "update workflow set state = ? where id = ?", (serializer.serialize_json(workflow), number)
            )
            steps.append(time.perf_counter() - step_begin)
        assert workflow.is_completed()
    seconds = time.perf_counter() - begin
    print(json.dumps({"cases_per_second": cases / seconds, "steps": steps}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
