"""What a browser may trust in an answer: its headers, and that its page brings no script, style or handler."""

from html.parser import HTMLParser

from werkzeug.test import TestResponse

from webapp.security import HEADERS, content_security_policy

# By endpoint, where the policy of all pages does not hold: one page may stand in a frame, one shows a mail as sent.
OTHER_POLICIES = {
    "public_widget.show_widget": content_security_policy().replace("frame-ancestors 'none'", "frame-ancestors *"),
    "texts.preview_mail": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
}
FOR_DOWNLOADS = "sandbox; default-src 'none'"
# What any site may read: the register of networks and the description of the API, which are the same for everybody.
FOR_ANY_SITE = {"open_data", "public_widget", "public.draw_networks", "api_description"}
CAMERA = {
    "door.check_in": HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
}  # reads codes of letters


def faults_of(endpoint: str, answer: TestResponse) -> list[str]:
    """What is wrong with an answer, in words; nothing if nothing is."""
    return _policy_faults(endpoint, answer) + _header_faults(endpoint, answer) + _page_faults(answer)


def _policy_faults(endpoint: str, answer: TestResponse) -> list[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    if policy == content_security_policy():
        return []
    if answer.status_code == 200 and policy == OTHER_POLICIES.get(endpoint):
        return []
    is_download = answer.headers.get("Content-Disposition", "").startswith("attachment")
    return [] if policy == FOR_DOWNLOADS and is_download else [f"policy {policy!r}"]


def _header_faults(endpoint: str, answer: TestResponse) -> list[str]:
    wanted = dict(HEADERS)
    if endpoint in CAMERA and answer.status_code == 200:
        wanted["Permissions-Policy"] = CAMERA[endpoint]
    is_for_any_site = not FOR_ANY_SITE.isdisjoint((endpoint, endpoint.partition(".")[0]))
    faults = []
    if is_for_any_site and answer.headers.get("Cross-Origin-Resource-Policy") == "cross-origin":
        wanted["Cross-Origin-Resource-Policy"] = "cross-origin"
    if answer.headers.get("Referrer-Policy") == "no-referrer":  # links that open something: stricter than all pages
        wanted["Referrer-Policy"] = "no-referrer"
    faults += [f"{name} {answer.headers.get(name)!r}" for name, value in wanted.items()
               if answer.headers.get(name) != value]  # fmt: skip
    if "Access-Control-Allow-Origin" in answer.headers and not is_for_any_site:
        faults.append("may be read by other sites")
    leads_to = answer.headers.get("Location", "/")
    if not leads_to.startswith("/") or leads_to.startswith(("//", "/\\")):
        faults.append(f"leads to {leads_to!r}")
    kind = answer.headers.get("Content-Type", "")
    if answer.data and (not kind or (kind.startswith("text/") and "charset=utf-8" not in kind.lower())):
        faults.append(f"Content-Type {kind!r}")
    return faults


class _Page(HTMLParser):
    """Collects what a strict policy would not let run, and what would be fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and not given.get("src", "").startswith("/")):
            self.faults.append(f"<{tag}> of its own")
        self.faults += [f"{name}= in <{tag}>" for name in given
                        if name == "style" or name.startswith(("on", "hx-on"))]  # fmt: skip
        self.faults += [f"{name}={given[name][:40]!r} in <{tag}>" for name in ("href", "src", "action", "formaction")
                        if given.get(name, "").strip().lower().startswith(("javascript:", "vbscript:"))]  # fmt: skip
        if tag in ("script", "img", "iframe", "form", "embed", "object") or (
            tag == "link" and given.get("rel") not in ("alternate", None)  # that of another language is only told
        ):
            address = given.get("src") or given.get("action") or given.get("href") or ""
            if address.startswith(("http:", "https:", "//")):
                self.faults.append(f"<{tag}> from elsewhere: {address[:60]}")


def _page_faults(answer: TestResponse) -> list[str]:
    if answer.mimetype != "text/html":
        return []
    page = _Page()
    page.feed(answer.get_data(as_text=True))
    return page.faults
