"""What a member reads about a decision on their network; the same words on paper."""

from collections.abc import Mapping
from typing import Any

from documents.filling_shared import line, network
from documents.limits import clean
from documents.notices.writing import Letter, parts


def write_member_notice(kind: str, facts: Mapping[str, Any], name: str, link: str) -> Letter:
    """The text of this kind. `facts`: plain values, days in ISO 8601; `name` empty: on paper; `link`: the page of the
    network that everybody may read.

    Raises jinja2.UndefinedError when a fact is missing that the text needs.
    """
    told = {key: clean(value) if isinstance(value, str) else value for key, value in facts.items()}
    of_network = network(str(told["network"]), str(told["network_kind"]))
    values = {**told, "network": of_network, "name": line(name), "link": link, "kind": kind}
    title, body = parts(f"to_members/{kind}.txt", values)
    _, text = parts("to_members/frame.txt", {**values, "body": body})
    return Letter(title, f"{title} – {of_network}", text)
