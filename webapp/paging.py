"""Long lists in pages: which page is asked, and the addresses of its neighbours."""

from urllib.parse import urlencode

from flask import Flask, request

HIGHEST_PAGE = 100_000


def init_paging(app: Flask) -> None:
    """Make `page_address(2)` known to the templates."""
    app.jinja_env.globals["page_address"] = page_address


def asked_page() -> int:
    """The page in the address, from 1; anything that is no page number counts as 1."""
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= HIGHEST_PAGE else 1


def page_address(page: int) -> str:
    """The present address with another page; the other words in it stay (filters, searches)."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', page)])}"
