"""Which pages each role can open: the links of the pages are followed, and every address of the site is tried."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from models.rules.access import ANYONE, PERMISSIONS, PROGRAM, SIGNED_IN
from models.rules.procedure import ACTIONS, roles_for
from models.rules.procedure_settings import ProcedureSettings

LINKED = "link"
FOLLOWED = 2  # pages of one kind whose links are followed, per visitor
EVERY_CASE = "case.show_case"  # looks different in each stage: all of them are followed
SHOWN_CASES = 14
SKIPPED = ("/static/", "/afmelden")
_LINK = re.compile(r'\s(?:href|action)="(/[^"#]*)')


@dataclass(frozen=True)
class Visitor:
    """Who looks: `role` as it stands in the results, and the cookie of their session ("" for nobody)."""

    role: str
    name: str
    cookie: str


PUBLIC_VISITOR = Visitor("public", "", "")


@dataclass
class Found:
    """Pages by role and kind (the endpoint), with who opens them; and what each other address answered."""

    pages: dict[tuple[str, str], list[tuple[Visitor, str]]] = field(default_factory=dict)
    others: dict[str, Counter[str]] = field(default_factory=dict)

    def kinds(self) -> set[str]:
        """All kinds of pages that were seen."""
        return {kind for _role, kind in self.pages}


def find(app: Flask, visitors: Iterable[Visitor], links: Iterable[str], deep: Iterable[str], numbers: list[str],
         fillers: Mapping[str, list[str]]) -> Found:  # fmt: skip
    """Look for pages. `links`: the personal ones, which nobody opens signed in; `deep`: those that only somebody
    signed in may open; `numbers`: of the cases; `fillers`:
    values by the name of the argument of an address."""
    found = Found()
    for visitor in visitors:
        _follow(app, visitor, ["/", *_plain(app)], found)
        if visitor.cookie:
            _follow(app, visitor, list(deep), found)
        _try_all(app, visitor, numbers, fillers, found)
    _follow(app, Visitor(LINKED, "", ""), list(links), found)
    return found


def kind_of(app: Flask, path: str) -> str:
    """The endpoint that answers this address; "" when there is none."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(path).path)
    except HTTPException:
        return ""
    return str(endpoint)


def rules(app: Flask) -> list[Rule]:
    """All addresses that can be looked at."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint != "static"]


def for_programs(app: Flask) -> set[str]:
    """The endpoints that answer programs with a token, and nobody else."""
    listed = {rule.endpoint: getattr(app.view_functions[rule.endpoint], "permission", "") for rule in rules(app)}
    return {kind for kind, permission in listed.items() if PERMISSIONS.get(permission) == PROGRAM}


def _plain(app: Flask) -> list[str]:
    return [rule.rule for rule in rules(app) if not rule.arguments and not rule.rule.startswith(SKIPPED)]


def _follow(app: Flask, visitor: Visitor, begin: list[str], found: Found) -> None:
    client, seen, known = _browser(app, visitor), Counter[str](), set(begin)
    waiting = deque(begin)
    while waiting:
        path = waiting.popleft()
        kind = kind_of(app, path)
        most = SHOWN_CASES if kind == EVERY_CASE else FOLLOWED
        if not kind or seen[kind] >= most or _is_file(found, kind):
            continue
        html = _open(client, visitor, kind, path, found)
        if html is None:
            continue
        seen[kind] += 1
        for link in map(unescape, _LINK.findall(html)):
            if link not in known and not link.startswith(SKIPPED):
                known.add(link)
                waiting.append(link)


def _is_file(found: Found, kind: str) -> bool:
    """Whether this address gave a download before: some are long to make."""
    return any("/" in answer for answer in found.others.get(kind, ()))


def _try_all(app: Flask, visitor: Visitor, numbers: list[str], fillers: Mapping[str, list[str]], found: Found) -> None:
    client = _browser(app, visitor)
    for rule in rules(app):
        if (visitor.role, rule.endpoint) in found.pages or _is_file(found, rule.endpoint):
            continue
        if not _may(app, rule, visitor):
            continue
        for path in _addresses(app, rule, numbers, fillers):
            if _open(client, visitor, rule.endpoint, path, found) is not None:
                break


def _may(app: Flask, rule: Rule, visitor: Visitor) -> bool:
    permission = getattr(app.view_functions[rule.endpoint], "permission", "")
    listed = PERMISSIONS.get(permission, frozenset())
    if listed in (ANYONE, SIGNED_IN):
        return listed == ANYONE or bool(visitor.cookie)
    if permission in ACTIONS:
        listed = roles_for(ACTIONS[permission], ProcedureSettings())
    return visitor.role.partition(" ")[0] in listed


def _addresses(app: Flask, rule: Rule, numbers: list[str], fillers: Mapping[str, list[str]]) -> Iterator[str]:
    """Every address of this rule that its arguments allow, when only one of them must be tried out."""
    values = {name: numbers if name == "number" else fillers.get(f"{rule.endpoint}:{name}") or fillers.get(name, [])
              for name in rule.arguments}  # fmt: skip
    adapter = app.url_map.bind("localhost")
    if len(values) == 1:
        [(name, choices)] = values.items()
        yield from (adapter.build(rule.endpoint, {name: choice}) for choice in choices)


def _browser(app: Flask, visitor: Visitor) -> FlaskClient:
    client = app.test_client()
    if visitor.cookie:
        client.set_cookie("binstart", visitor.cookie)
    return client


def _open(client: FlaskClient, visitor: Visitor, kind: str, path: str, found: Found) -> str | None:
    """The page when it is one, and it is noted; None for a refusal, a redirect or a download."""
    answer = client.get(path)
    is_page = answer.status_code == 200 and answer.mimetype == "text/html"
    if not is_page:
        is_file = answer.status_code == 200
        what = answer.mimetype if is_file else str(answer.status_code)
        found.others.setdefault(kind, Counter())[what or ""] += 1
        return None
    found.pages.setdefault((visitor.role, kind), []).append((visitor, path))
    return answer.text
