"""Announcements: events about a repository, a merge group or an installation; redeliveries that were asked for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Create the tables; they are new, so no lock meets a reader."""
    op.create_table(
        "announcement",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("installation", sa.BigInteger, nullable=False),
        sa.Column("repository_id", sa.BigInteger, nullable=False),
        sa.Column("head_sha", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("claim", sa.Uuid),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    op.create_index("announcement_by_age", "announcement", ["received_at"])
    op.create_index("announcement_by_head", "announcement", ["repository_id", "head_sha"])
    op.create_table(
        "redelivery",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("times", sa.BigInteger, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("redelivery")
    op.drop_table("announcement")
