"""A mail that came back: which message or survey mail to which member it was, and that member is marked."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from models.clock import present
from models.database import connect, writing
from models.operations.networks.delivering_messages import take_bounce
from models.operations.networks.taking_bounces import take_survey_bounce
from models.rules.return_addresses import MESSAGE, SURVEY, has_failed, read_return_address
from models.settings import settings

TAKERS = {MESSAGE: take_bounce, SURVEY: take_survey_bounce}


def take_returned_mail(content: bytes, to: str) -> str:
    """Take one returned mail that was sent to `to`. Returns what was done with it, in one line."""
    found = read_return_address(to, *settings().secret_keys)
    if found is None:
        return "not an address of ours"
    if not has_failed(message_from_bytes(content, _class=EmailMessage, policy=policy.default)):
        return "no notice that it failed"
    engine = connect(settings().effective_database_url)
    try:
        with writing(engine) as session:
            about, number = found
            is_known = TAKERS[about](session, number, present(session))
    finally:
        engine.dispose()
    return "the member is marked" if is_known else "nothing to mark"
