"""The demonstration's mailbox as a person reads it in the browser, at /dev/mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from binstart.playing.browsing import Broken, Browser

MAILBOX = "/dev/mail"


@dataclass(frozen=True)
class MailLine:
    """One mail in the list."""

    path: str
    subject: str
    line: str  # subject, recipients and attachments as shown

    def is_to(self, email: str) -> bool:
        """Whether it went to this address."""
        return email.lower() in self.line.lower().split()


def mails(browser: Browser) -> list[MailLine]:
    """The mails that left the system, newest first. Raises Broken when there is no mailbox: no demonstration."""
    page = browser.open(MAILBOX)
    if page.status != 200:
        raise Broken(f"{MAILBOX} answers {page.status}: a scenario can be played in demonstration mode only")
    lines = []
    for row in page.soup.select("main li"):
        link = row.find("a", href=True)
        if link is not None and str(link["href"]).startswith(f"{MAILBOX}/"):
            words = row.get_text(" ", strip=True).replace(",", " ")
            lines.append(MailLine(str(link["href"]), link.get_text(" ", strip=True), words))
    return lines


def links_to(browser: Browser, email: str, start: str) -> Iterator[str]:
    """The links that begin so in the mails to this address, newest first."""
    for mail in mails(browser):
        if mail.is_to(email):
            yield from (link for link in links_in(browser, mail) if link.startswith(start))


def links_in(browser: Browser, mail: MailLine) -> list[str]:
    """The addresses in a mail, without their host."""
    page = browser.open(mail.path)
    found = [urlsplit(str(link["href"])) for link in page.soup.select("main .mail-text a[href]")]
    return [link.path + (f"?{link.query}" if link.query else "") for link in found]
