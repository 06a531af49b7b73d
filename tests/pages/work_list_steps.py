"""The pages of the work list as tests visit and read them."""

from models.rules.access import Role
from tests.pages.visiting import Page

D, M, P, C = Role.DESK_OFFICER, Role.MAYOR, Role.MANDATED_OFFICER, Role.POLICE_CHIEF
MINE, TEAM, OTHERS, ALL, BOARD = ("/werklijst", "/werklijst/team", "/werklijst/anderen", "/werklijst/alle",
                                  "/werklijst/bord")  # fmt: skip


def rows_of(page: Page) -> list[str]:
    """Each line of a list, or card of the board, in words."""
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select(".work__item, .board__card")]
