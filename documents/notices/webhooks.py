"""The mail that tells administrators that a subscription of a program was paused."""

from documents.filling.shared import line
from documents.language import speaking
from documents.notices.writing import Letter, parts
from models.rules.languages import SOURCE


def write_paused_mail(name: str, authority: str, base_url: str, slug: str, language: str = SOURCE) -> Letter:
    """What happened, and what to do. `name`: of the subscription."""
    link = f"{base_url.rstrip('/')}/beheer/{slug}/meldingen"
    with speaking(language):
        title, text = parts("webhook_paused.txt", {"name": line(name), "authority": line(authority), "link": link})
        return Letter(title, f"{title} – {line(name)}", text, language)
