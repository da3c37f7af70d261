"""Which pull requests are looked at again when their base moves."""

import pytest

from reviewer.domain.base_push import asks_for_recheck


@pytest.mark.parametrize(
    ("pull_request", "pushed"),
    [
        (["shop/migrations/0003_a.py"], ["shop/migrations/0003_b.py", "README.md"]),
        (["alembic/versions/a1.py"], ["alembic/versions/b2.py"]),
        (["db/migrate/1_a.rb", "app/models/order.rb"], ["db/migrate/2_b.rb"]),
        (["prisma/migrations/1_a/migration.sql"], ["prisma/migrations/2_b/migration.sql"]),
    ],
)
def test_migrations_of_one_folder_meet(pull_request: list[str], pushed: list[str]) -> None:
    assert asks_for_recheck(pull_request, pushed)


@pytest.mark.parametrize(
    ("pull_request", "pushed"),
    [
        ([], ["shop/migrations/0003_b.py"]),
        (["shop/migrations/0003_a.py"], []),
        (["shop/migrations/0003_a.py"], ["other/migrations/0003_b.py"]),
        (["shop/migrations/0003_a.py"], ["shop/views.py"]),
        (["shop/migrations/__init__.py"], ["shop/migrations/__init__.py"]),
        (["shop/migrations/0003_a.py"], ["shop/migrations/README.md"]),
        (["prisma/migrations/1_a/migration.sql"], ["other/migrations/2_b/migration.sql"]),
    ],
)
def test_other_pushes_change_nothing(pull_request: list[str], pushed: list[str]) -> None:
    assert not asks_for_recheck(pull_request, pushed)
