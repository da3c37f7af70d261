"""The base branch of each pull request: a push to it is looked at for those that go there, and for no others."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the column; with a constant default it rewrites nothing, and "" says that the branch is not known."""
    op.add_column("pull_head", sa.Column("base_branch", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("pull_head", "base_branch")
