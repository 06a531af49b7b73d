"""The mail that tells administrators that a subscription of a program was paused."""

from documents.filling_shared import line
from documents.notices.writing import Letter, parts


def write_paused_mail(name: str, authority: str, base_url: str, slug: str) -> Letter:
    """What happened, and what to do. `name`: of the subscription."""
    link = f"{base_url.rstrip('/')}/beheer/{slug}/meldingen"
    title, text = parts("webhook_paused.txt", {"name": line(name), "authority": line(authority), "link": link})
    return Letter(title, f"{title} – {line(name)}", text)
