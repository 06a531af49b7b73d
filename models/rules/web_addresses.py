"""Where the pages are that letters and mails point to. `tests/house` holds these against the routes of the web app."""

CASE_PAGE = "/dossier/{number}"
NETWORK_PAGE = "/netwerken/{slug}"
SUPPORT_PAGE = "/steun/{number}"


def support_page(base_url: str, number: str) -> str:
    """Where everybody sees the support for a founding and gives their voice; short, to be typed from paper."""
    return base_url.rstrip("/") + SUPPORT_PAGE.format(number=number)


def case_page(base_url: str, number: str) -> str:
    """The page of a case, for who takes part in it."""
    return base_url.rstrip("/") + CASE_PAGE.format(number=number)


def network_page(base_url: str, slug: str) -> str:
    """The public page of a network that is or was active."""
    return base_url.rstrip("/") + NETWORK_PAGE.format(slug=slug)
