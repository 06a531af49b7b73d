"""Advice: an adviser from outside opens the link in a mail and answers; staff find each opinion on the case page."""

from binstart.playing.acting import act, tail_near
from binstart.playing.browsing import Browser
from binstart.playing.mail import links_in, mails
from binstart.playing.play import Play, fine
from binstart.playing.scenario import Step

_LINK = "/advies/"


def on_opinion(play: Play, step: Step, person: str) -> None:
    """What staff do with the opinion of this adviser: its own page is found on the case page."""
    values = dict(step.values)
    adviser = values.pop("adviser")
    act(play, step, person, values, tail_near(play, step, person, adviser))


def give_advice(play: Play, step: Step, person: str) -> None:
    """The link of the newest mail to this address, opened in a browser in which nobody is signed in."""
    values = dict(step.values)
    email = play.person(values.pop("adviser")).email
    browser = Browser(play.connect())
    link = play.patience.wait_for(lambda: _newest_link(browser, email), f"the mail with a link for {email}")
    fine(browser.submit(fine(browser.open(link)), values))


def _newest_link(browser: Browser, email: str) -> str | None:
    links = (link for mail in mails(browser) if mail.is_to(email) for link in links_in(browser, mail))
    return next((link for link in links if link.startswith(_LINK)), None)
