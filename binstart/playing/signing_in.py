"""Signing in as somebody, through the sign-in pages and the mail that they send."""

from binstart.playing.browsing import Broken, Browser, Page
from binstart.playing.mail import links_in, mails
from binstart.playing.waiting import Patience

SIGN_IN = "/aanmelden"
_LINK = "/aanmelden/link/"


def sign_in(browser: Browser, email: str, name: str, patience: Patience) -> None:
    """Ask the mail, wait for it, open its link in the same browser, press its button. Raises Broken, WaitedInVain."""
    earlier = {mail.path for mail in mails(browser)}
    asked = browser.submit(browser.open(SIGN_IN), {"email": email})
    _must_be_fine(asked, email)
    link = patience.wait_for(lambda: _new_link(browser, email, earlier), f"the sign-in mail for {email}")
    page = browser.submit(browser.open(link), {})
    _must_be_fine(page, email)
    if page.path.startswith("/account/naam"):  # the first time: what do we call you?
        _must_be_fine(browser.submit(page, {"name": name}), email)


def _new_link(browser: Browser, email: str, earlier: set[str]) -> str | None:
    """The link of the sign-in mail; other mails for this person may come at the same time."""
    fresh = [mail for mail in mails(browser) if mail.path not in earlier and mail.is_to(email)]
    links = (link for mail in fresh for link in links_in(browser, mail) if link.startswith(_LINK))
    return next(links, None)


def _must_be_fine(page: Page, email: str) -> None:
    if page.is_refused:
        raise Broken(f"{email} cannot sign in: {page.refusal}")
