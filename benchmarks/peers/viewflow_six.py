"""Peer for the benchmark `engine`: six steps in Viewflow's engine, each assigned and executed in a transaction.

Run with the environment of requirements/bench.txt: FILE CASES -> JSON.
"""

import json
import sys
import time

import django
from django.conf import settings

STEPS = 6

settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sys.argv[1],
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "pragma journal_mode=wal; pragma synchronous=normal",
            },
        }
    },
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "viewflow",
        "viewflow.workflow",
        "six_in_viewflow",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from six_in_viewflow.flows import SixFlow  # noqa: E402
from viewflow.workflow import STATUS  # noqa: E402
from viewflow.workflow.models import Process  # noqa: E402


def main(cases: int) -> None:
    call_command("migrate", verbosity=0)
    officer = User.objects.create(username="officer")
    steps, begin = [], time.perf_counter()
    for _ in range(cases):
        process = SixFlow.begin.run()
        for _ in range(STEPS):
            step_begin = time.perf_counter()
            with transaction.atomic():
                task = process.task_set.get(status=STATUS.NEW)
                with task.activation() as activation:
                    activation.assign(officer)
                task.refresh_from_db()
                with task.activation() as activation:
                    activation.start(None)
                    activation.execute()
            steps.append(time.perf_counter() - step_begin)
    seconds = time.perf_counter() - begin
    assert Process.objects.filter(status=STATUS.DONE).count() == cases
    print(json.dumps({"cases_per_second": cases / seconds, "steps": steps}))


if __name__ == "__main__":
    main(int(sys.argv[2]))
