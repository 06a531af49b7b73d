"""A standing delegation: which bodies can give their decision on a founding to a person, and how that is printed.

Gemeentedecreet and police law let a body delegate by a written act; the act's reference stands on every decision. What
was delegated is not delegated further: neither by an absence nor by another delegation.
"""

BODIES = {  # per kind of authority: the bodies that decide on a founding
    "municipality": {"mayor": "de burgemeester", "college": "het college van burgemeester en schepenen"},
    "police_zone": {"chief": "de korpschef", "police_college": "het politiecollege"},
}
DELEGATED_ACTION = {"municipality": "decide_as_municipality", "police_zone": "decide_as_police"}
LONGEST_REFERENCE = 150


def body_name(body: str) -> str:
    """A body as it is printed."""
    return next(names[body] for names in BODIES.values() if body in names)
