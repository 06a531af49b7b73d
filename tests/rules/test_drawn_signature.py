"""A drawn signature is a path of lines in its field, and nothing else."""

import pytest

from models.rules.drawn_signature import LONGEST, checked_drawing
from models.rules.refusals import Invalid


@pytest.mark.parametrize("path", ["", "M10 20 L30 40", "M0 0 L600 200 L1 1 M5 5 L6 6"])
def test_a_path_within_the_field_stays_as_it_is(path: str) -> None:
    assert checked_drawing(f" {path} ") == path


@pytest.mark.parametrize("path", [
    "M10 20", "L10 20", "M10 20 L30", "M10 20 C1 2 3 4 5 6", "M601 0 L1 1", "M0 201 L1 1", "M-1 0 L1 1", "M1.5 0 L1 1",
    'M1 1 L2 2"/><script>x</script>', "M1 1 L2 2\nM1 1", "<svg onload=x>", "M1 1" + " L2 2" * (LONGEST // 5),
    "M\u0661 1 L2 2", "M1 1 L9999 2",
])  # fmt: skip
def test_anything_else_is_refused(path: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_drawing(path)

    assert refusal.value.field == "drawing"
