"""A dwelling of one's own for staff, a standing delegation, an opinion of someone with an account"""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
