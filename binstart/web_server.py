"""How gunicorn serves the web app: two processes of four threads, that never outlive the one that started them."""

import gc
import os
from typing import Any

from binstart.processes import die_with

wsgi_app = "webapp:create_app()"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # the two processes share what they have loaded
timeout = 60
graceful_timeout = 4
keepalive = 5
control_socket_disable = True
logger_class = "binstart.web_log.WebLog"
# The processes show here that they live; on a slow disk a busy one would look dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


def post_fork(server: Any, worker: Any) -> None:
    """gunicorn calls this in each new process."""
    die_with(worker.ppid)


def post_worker_init(worker: Any) -> None:
    """gunicorn calls this in each process once the app is there: /readyz then knows when it is asked to stop. A proxy
    that keeps its connection open hears it there, and sends visitors elsewhere."""
    worker.wsgi.config["IS_STOPPING"] = lambda: not worker.alive


def when_ready(server: Any) -> None:
    """gunicorn calls this before it makes the processes. What the app loaded stays for ever: collecting garbage need
    not look at it with each page, and the processes go on sharing its memory."""
    gc.collect()
    gc.freeze()
