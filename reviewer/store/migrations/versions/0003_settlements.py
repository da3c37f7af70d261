"""What was published of the sign-offs of each review: it only grows."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    """Create the table, which is new: no lock meets a reader."""
    op.create_table(
        "settlement",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("delivery_id", sa.Uuid, nullable=False),
        sa.Column("review_id", sa.BigInteger, sa.ForeignKey("review.id"), nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("config_ok", sa.Boolean, nullable=False),
        sa.Column("signing", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.UniqueConstraint("delivery_id", "review_id", name="settled_once_per_delivery"),
    )
    op.create_index("settlement_by_review", "settlement", ["review_id", "id"])
    op.execute(_APPEND_ONLY)


def downgrade() -> None:
    """Drop the table, and the records with it."""
    op.drop_table("settlement")
