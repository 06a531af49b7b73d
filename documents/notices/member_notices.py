"""What a member reads about a decision on their network; the same words on paper."""

from collections.abc import Mapping
from typing import Any

from documents.filling.shared import line, municipality_name, network
from documents.language import ruled, speaking
from documents.limits import clean
from documents.notices.writing import Letter, parts
from models.rules.languages import SOURCE
from models.rules.records.shared import OfficeRecord


def write_member_notice(kind: str, facts: Mapping[str, Any], name: str, link: str) -> Letter:
    """The text of this kind. `facts`: plain values, days in ISO 8601; `name` empty: on paper; `link`: the page of the
    network that everybody may read.

    Raises jinja2.UndefinedError when a fact is missing that the text needs.
    """
    language = str(facts.get("language", SOURCE))
    with speaking(language):
        told = {key: ruled(clean(value)) if isinstance(value, str) else value for key, value in facts.items()}
        of_network = network(str(told["network"]), str(told["network_kind"]))
        # A notice that was planned before its facts held the municipality has who sends it in words.
        sender = told.get("sender") or municipality_name(OfficeRecord(str(told["municipality"]), "", "", ""))
        values = {**told, "sender": sender, "network": of_network, "name": line(name), "link": link, "kind": kind}
        title, body = parts(f"to_members/{kind}.txt", values)
        _, text = parts("to_members/frame.txt", {**values, "body": body})
        return Letter(title, f"{title} – {of_network}", text, language)
