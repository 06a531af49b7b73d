"""What looks at every page finds what is wrong on one: each check against a fault that was put there."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser
from werkzeug import Request, Response
from werkzeug.serving import make_server

from drills.accessibility.finding import PUBLIC_VISITOR, find
from drills.accessibility.looking import LOOKS, window
from tests.browser.conftest import LiveServer
from tests.factories import Place

GOOD = "<!doctype html><html lang=nl><title>Goed</title><main><h1>Goed</h1>{}</main></html>"
FAULTS = {
    "<p style='color:#aaa'>Bleek</p>": "320 px, light: color-contrast",
    "<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style><p>Donker</p>":
        "320 px, dark: color-contrast",
    "<div style='width:400px'>Breed</div>": "320 px: wider than the window: ",
    "<h1>Nog een</h1>": "320 px: headings of the first level: 2",
    "<style>a:focus { outline: none }</style><a href=/ >Waar?</a>": "320 px: focus does not show: <a",
    "<style>nav { position: fixed; inset: 0; background: #fff }</style><a href=/ >Eronder</a><nav>x</nav>":
        "320 px: focus is out of sight: <a",
    "<style>b a { display: inline-block; width: 9px; height: 9px; overflow: hidden }</style>"
    "<b><a href=/a>a</a><a href=/b>b</a><a href=/c>c</a></b>": "320 px, light: target-size",
    "<script>document.querySelector('h1').insertAdjacentHTML('afterend', '<button>Alleen zo</button>')</script>":
        "without scripts: not there: button ‘Alleen zo’",
    "<script>console.error('stuk')</script>": "console: stuk",
}  # fmt: skip
Put = Callable[[str], str]


@pytest.fixture
def put() -> Iterator[Put]:
    """Put HTML on a site of its own, and get its address."""
    shown: list[str] = []
    answer = Request.application(
        lambda request: Response(shown[-1] if request.path == "/page" else "", mimetype="text/html")
    )
    server = make_server("127.0.0.1", 0, answer)
    thread = Thread(target=server.serve_forever)
    thread.start()

    def show(html: str) -> str:
        shown.append(html)
        return f"http://127.0.0.1:{server.server_port}"

    yield show
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("fault", "said"), FAULTS.items())
def test_a_fault_is_found(put: Put, chromium: Browser, fault: str, said: str) -> None:
    with window(chromium, put(GOOD.format(fault)), PUBLIC_VISITOR) as opened:
        found = opened.look("/page", LOOKS[:1])

    assert [one for one in found if one.startswith(said)], found


def test_a_good_page_is_good_in_every_way(put: Put, chromium: Browser) -> None:
    with window(chromium, put(GOOD.format("<a href=/ >Terug naar het begin</a>")), PUBLIC_VISITOR) as opened:
        assert opened.look("/page", LOOKS) == []


def test_the_pages_of_everybody_are_found_and_some_are_looked_at(
    live_server: LiveServer, place: Place, chromium: Browser
) -> None:
    found = find(live_server.app, [PUBLIC_VISITOR], [], [], [], {"slug": [place.municipality.slug]})
    kinds = {kind for _role, kind in found.pages}

    assert {"public.look_up_street", "site.read_accessibility", "signing_in.ask_sign_in_link"} <= kinds
    with window(chromium, live_server.url, PUBLIC_VISITOR) as opened:
        assert opened.look("/") == []
        assert opened.look("/toegankelijkheid") == []
