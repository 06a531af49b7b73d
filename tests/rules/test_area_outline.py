"""The shape of an area on a map: the convex hull of its dwellings, with a margin."""

from math import cos, hypot, radians

from hypothesis import given
from hypothesis import strategies as some

from models.rules.area import Point, convex_hull, outline

GRID = some.tuples(some.integers(-20, 20), some.integers(-20, 20)).map(lambda spot: (float(spot[0]), float(spot[1])))
PLACES = some.tuples(some.floats(50.7, 51.5), some.floats(2.6, 5.9))


def turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def sides(hull: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    return list(zip(hull, (*hull[1:], hull[0]), strict=True))


@given(some.lists(GRID, max_size=30))
def test_every_point_lies_inside_or_on_the_hull(points: list[Point]) -> None:
    hull = convex_hull(points)

    if len(hull) >= 3:
        assert all(turn(a, b, point) >= 0 for a, b in sides(hull) for point in points)


@given(some.lists(GRID, max_size=30))
def test_the_hull_has_only_corners_and_each_is_one_of_the_points(points: list[Point]) -> None:
    hull = convex_hull(points)

    assert set(hull) <= set(points)
    assert len(set(hull)) == len(hull)
    if len(hull) >= 3:
        assert all(
            turn(a, b, c) > 0 for (a, b), (_, c) in zip(sides(hull), [*sides(hull)[1:], sides(hull)[0]], strict=True)
        )


@given(some.lists(GRID, max_size=20), some.randoms(use_true_random=False))
def test_the_order_of_the_points_does_not_matter_and_the_hull_of_a_hull_is_itself(
    points: list[Point], shuffler
) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(points)
    shuffler.shuffle(shuffled)

    assert convex_hull(shuffled) == convex_hull(points)
    assert convex_hull(convex_hull(points)) == convex_hull(points)


def test_a_square_with_points_inside_and_on_its_sides_has_four_corners() -> None:
    points = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0), (1.0, 1.0), (0.0, 1.0), (2.0, 1.0)]

    assert set(convex_hull(points)) == {(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)}


def test_few_points_and_a_straight_row_come_back_as_their_ends() -> None:
    assert convex_hull([]) == ()
    assert convex_hull([(51.0, 4.0), (51.0, 4.0)]) == ((51.0, 4.0),)
    assert convex_hull([(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]) == ((1.0, 1.0), (3.0, 3.0))


@given(some.lists(PLACES, min_size=1, max_size=15))
def test_the_outline_keeps_its_margin_from_every_dwelling_and_has_a_shape(places: list[Point]) -> None:
    corners = outline(places, margin_metres=20)

    assert len(corners) >= 3
    for latitude, longitude in places:
        assert all(metres_inside((latitude, longitude), a, b) > 19 for a, b in sides(corners))


def metres_inside(place: Point, a: Point, b: Point) -> float:
    """How far a place lies inside one side of the outline; negative when outside."""
    scale = cos(radians(place[0]))
    flat_a, flat_b = ((point[0] - place[0], (point[1] - place[1]) * scale) for point in (a, b))
    return turn(flat_a, flat_b, (0.0, 0.0)) / hypot(flat_b[0] - flat_a[0], flat_b[1] - flat_a[1]) * 111_200


def test_an_area_without_dwellings_has_no_outline() -> None:
    assert outline([]) == ()
