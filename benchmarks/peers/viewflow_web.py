"""Peer for the benchmark `country`: Viewflow's own pages on PostgreSQL, served by gunicorn.

`python viewflow_web.py TEAMS CASES` makes tables, people who are signed in, and cases that wait for their first
approval, and ends with JSON. VIEWFLOW_HOST is the folder of the server's socket, VIEWFLOW_SECRET signs the cookies.
"""

import json
import os
import sys

import django
from django.conf import settings

settings.configure(
    SECRET_KEY=os.environ["VIEWFLOW_SECRET"],
    DEBUG=False,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="viewflow_web",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "viewflow",
            "USER": "postgres",
            "HOST": os.environ["VIEWFLOW_HOST"],
            "CONN_MAX_AGE": None,  # as our own pool keeps its connections
        }
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "viewflow",
        "viewflow.workflow",
        "approvals_in_viewflow",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "viewflow.middleware.SiteMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
    # Tables are made from the models at once: an application without migrations can't build on one that has them.
    MIGRATION_MODULES=dict.fromkeys(("auth", "contenttypes", "sessions", "viewflow")),
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from approvals_in_viewflow.flows import ROLES, GivenApprovals, TakenApprovals  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import Permission, User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from viewflow.urls import Site  # noqa: E402
from viewflow.workflow.flow import FlowAppViewset  # noqa: E402

FLOWS = {"taken": TakenApprovals, "given": GivenApprovals}
site = Site(viewsets=[FlowAppViewset(one, icon="check", app_name=name) for name, one in FLOWS.items()])
urlpatterns = [path("", site.urls)]
application = get_wsgi_application()


def prepare(teams: int, cases: int) -> dict[str, object]:
    """`people`: for each team the session of each role; `cases`: for each way, team by team, number and first task."""
    call_command("migrate", verbosity=0, run_syncdb=True)
    people = [{role: _signed_in(role, team) for role in set(ROLES)} for team in range(teams)]
    made: dict[str, list[list[tuple[int, int]]]] = {name: [[] for _ in range(teams)] for name in FLOWS}
    for name, one in FLOWS.items():
        for number in range(cases):
            process = one.begin.run(team=number % teams)
            task = process.task_set.exclude(owner_permission=None).get()
            made[name][number % teams].append((process.pk, task.pk))
    return {"people": people, "cases": made}


def _signed_in(role: str, team: int) -> str:
    """The session of a new person who may do what their role approves."""
    person = User.objects.create_user(f"{role}-{team}")
    mine = [f"can_approve_{number}_approvalcase" for number, one in enumerate(ROLES) if one == role]
    person.user_permissions.set(Permission.objects.filter(codename__in=[*mine, "view_approvalcase", "view_process"]))
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    print(json.dumps(prepare(int(sys.argv[1]), int(sys.argv[2]))))
