"""How far an area reaches, per kind of network."""

import pytest

from models.rules.scope import Scope, describe_area, scope_of


@pytest.mark.parametrize(
    ("kind", "chosen", "scope"),
    [
        ("bin", None, Scope.STREETS),
        ("bin", "municipality", Scope.STREETS),
        ("bin_z", None, Scope.STREETS),
        ("bin_z", "municipality", Scope.MUNICIPALITY),
        ("bin_z", "members", Scope.STREETS),
        ("sector", None, Scope.MEMBERS),
        ("sector", "streets", Scope.MEMBERS),
        ("leger", "x", Scope.STREETS),
    ],
)
def test_each_kind_reaches_as_far_as_it_can(kind: str, chosen: str | None, scope: Scope) -> None:
    assert scope_of(kind, chosen) == scope


def test_an_area_is_told_by_its_streets_or_by_its_reach() -> None:
    assert describe_area("streets", "Oosterbeke", ["Kerkstraat"]) == ("Kerkstraat",)
    assert describe_area("municipality", "Oosterbeke", []) == ("Heel Oosterbeke",)
    assert describe_area("members", "Oosterbeke", []) == ("De leden van de sector in Oosterbeke",)
