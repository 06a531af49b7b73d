"""What gunicorn has to say goes the way of our own lines: it would write paths and messages of exceptions."""

from typing import Any

from gunicorn.glogging import Logger

from models.log import log_handlers, set_up_log
from models.settings import settings


class WebLog(Logger):
    """gunicorn makes one, in the process that makes the others."""

    def setup(self, cfg: Any) -> None:
        """Our handler instead of its own."""
        super().setup(cfg)
        set_up_log(settings().log_format)
        self.error_log.handlers[:] = log_handlers(settings().log_format)
        self.error_log.propagate = False
