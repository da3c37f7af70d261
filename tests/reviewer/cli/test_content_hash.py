"""What a sign-off is bound to: the same whatever git or a formatter does, another one with every other meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.repositories import Files, GitRepository, new_repository
from tests.reviewer.cli.running import holdfast

VIEWS = """\
from django.contrib.auth.decorators import login_required
from django.db import transaction


@login_required
def refund(request, pk, *, reason="asked"):
    order = Order.objects.get(pk=pk)
    with transaction.atomic():
        order.refund(reason)
        order.save()
    return redirect(order)


@login_required
def listing(request):
    return render(request, Order.objects.all())


def about(request):
    return render(request, "about")
"""
CHANGED = VIEWS.replace("@login_required\ndef refund", "def refund")
PATH = "orders/views.py"


def start(folder: Path) -> GitRepository:
    """Base on `main`, the change that loses a guard on `feature`, which is checked out."""
    repository = new_repository(folder)
    repository.commit({PATH: VIEWS, "README.md": "Shop\n"})
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit({PATH: CHANGED})
    return repository


def hashes(repository: GitRepository, base: str = "main") -> dict[str, str]:
    """Area -> content hash of the checked out branch against `base`."""
    merge_base = repository.git("merge-base", base, "HEAD")
    done = holdfast("review", "--repo", repository.path, "--base", merge_base, "--head", "HEAD", "--format", "json")
    assert done.err == ""
    return {boundary["area"]: boundary["content_hash"] for boundary in done.json["boundaries"]}


def on_main(repository: GitRepository, files: Files) -> None:
    repository.git("checkout", "--quiet", "main")
    repository.commit(files, "Meanwhile on main")
    repository.git("checkout", "--quiet", "feature")


def rebased(repository: GitRepository) -> None:
    on_main(repository, {"other.py": "x = 1\n"})
    repository.git("rebase", "--quiet", "main")


def rebased_over_the_same_file(repository: GitRepository) -> None:
    on_main(repository, {PATH: VIEWS.replace('"about"', '"about us"')})
    repository.git("rebase", "--quiet", "main")


def merged(repository: GitRepository) -> None:
    on_main(repository, {PATH: VIEWS.replace('"about"', '"about us"'), "other.py": "x = 1\n"})
    repository.git("merge", "--quiet", "--no-edit", "main")


def squashed(repository: GitRepository) -> None:
    repository.commit({"notes.py": "y = 2\n"})
    repository.git("reset", "--quiet", "--soft", "main")
    repository.commit({"notes.py": None}, "All in one")


def amended(repository: GitRepository) -> None:
    repository.git("commit", "--quiet", "--amend", "-m", "Another message")


def renamed(repository: GitRepository) -> None:
    repository.git("mv", PATH, "orders/endpoints.py")
    repository.commit({})


def unrelated(repository: GitRepository) -> None:
    repository.commit({"docs/notes.md": "# Notes\n", "frontend/app.css": "a { color: red }\n"})


def reverted_and_done_again(repository: GitRepository) -> None:
    repository.commit({PATH: VIEWS})
    repository.commit({PATH: CHANGED})


@pytest.mark.parametrize(
    "deed",
    [
        rebased,
        rebased_over_the_same_file,
        merged,
        squashed,
        amended,
        renamed,
        unrelated,
        reverted_and_done_again,
    ],
)
def test_what_git_does_keeps_the_hash(tmp_path: Path, deed: Callable[[GitRepository], None]) -> None:
    repository = start(tmp_path / "shop")
    before = hashes(repository)
    deed(repository)
    assert hashes(repository) == before
    assert "auth" in before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def refund(", "# checked elsewhere\ndef refund("),
        ("    order.refund(reason)", "    order.refund(reason)  # twice is fine"),
        ("    order = Order", '    """Pays it back."""\n    order = Order'),
        ("    order = Order", "\n\n    order = Order"),
        ('reason="asked"', "reason='asked'"),
        ("(request, pk, *,", "(\n    request,\n    pk,\n    *,"),
        ("redirect(order)", "(redirect(order))"),
        ('"about"', '"other"'),
        ("def about(request):", "def added(request):\n    return 1\n\n\ndef about(request):"),
    ],
)
def test_layout_comments_and_unguarded_code_nearby_keep_the_hash(tmp_path: Path, old: str, new: str) -> None:
    repository = start(tmp_path / "shop")
    before = hashes(repository)
    assert CHANGED.count(old) >= 1
    repository.commit({PATH: CHANGED.replace(old, new, 1)})
    assert hashes(repository) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("order.refund(reason)", "order.refund(reason, force=True)"),
        ("order.refund(reason)", "order.refund(None)"),
        ("pk=pk", "id=pk"),
        ("def refund", "async def refund"),
        ('reason="asked"', 'reason="because"'),
        (
            "    with transaction.atomic():\n        order.refund(reason)\n        order.save()",
            "    order.refund(reason)",
        ),
        ("        order.save()\n", ""),
        ("redirect(order)", "redirect(order.customer)"),
        ("def refund", "def pay_back"),
        ("def refund(", "@csrf_exempt\ndef refund("),
        ("@login_required\ndef listing", "def listing"),
        ("Order.objects.all()", "Order.everything()"),
    ],
)
def test_every_other_meaning_changes_the_hash(tmp_path: Path, old: str, new: str) -> None:
    repository = start(tmp_path / "shop")
    before = hashes(repository)
    assert CHANGED.count(old) == 1
    repository.commit({PATH: CHANGED.replace(old, new)})
    after = hashes(repository)
    assert after["auth"] != before["auth"]


def test_the_same_head_over_another_guard_at_base_is_another_boundary(tmp_path: Path) -> None:
    repository = start(tmp_path / "shop")
    before = hashes(repository)
    stronger = VIEWS.replace("@login_required\ndef refund", "@login_required\n@permission_required('pay')\ndef refund")
    on_main(repository, {PATH: stronger})
    repository.git("merge", "--quiet", "--no-edit", "--strategy-option=ours", "main")
    repository.commit({PATH: CHANGED})
    assert hashes(repository)["auth"] != before["auth"]


MIGRATION = """\
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]
    operations = [migrations.RemoveField("order", "ref")]
"""
ROUTES = """\
const express = require('express');
const router = express.Router();

router.delete('/orders/:id', requireAuth, async (req, res) => {
  await Order.deleteOne({ _id: req.params.id });
  res.sendStatus(204);
});

module.exports = router;
"""
OPEN_ROUTES = ROUTES.replace("requireAuth, ", "")
WORKFLOW = """\
name: tests
on: [pull_request]
jobs:
  test:
    steps:
      - run: pytest
      - run: ruff check
"""

OTHER_LANGUAGES: dict[str, tuple[str, Files, Files, Files, Files]] = {
    "a new migration": (
        "migrations",
        {},
        {"orders/migrations/0002_ref.py": MIGRATION},
        {
            "orders/migrations/0002_ref.py": MIGRATION.replace(
                "    operations", "    # old readers are gone\n    operations"
            )
        },
        {"orders/migrations/0002_ref.py": MIGRATION.replace('"ref"', '"code"')},
    ),
    "a migration in SQL": (
        "migrations",
        {},
        {"db/migrations/0002_ref.sql": "ALTER TABLE orders DROP COLUMN ref;\n"},
        {"db/migrations/0002_ref.sql": "-- nobody reads it\nALTER TABLE orders\n  DROP COLUMN ref;\n"},
        {"db/migrations/0002_ref.sql": "ALTER TABLE orders DROP COLUMN code;\n"},
    ),
    "a route in JavaScript": (
        "auth",
        {"routes/orders.js": ROUTES},
        {"routes/orders.js": OPEN_ROUTES},
        {
            "routes/orders.js": OPEN_ROUTES.replace("  await", "  // gone for good\n  await").replace(
                "(req, res)", "(\n  req, res)"
            )
        },
        {"routes/orders.js": OPEN_ROUTES.replace("deleteOne", "deleteMany")},
    ),
    "a workflow": (
        "gate-integrity",
        {".github/workflows/ci.yml": WORKFLOW},
        {".github/workflows/ci.yml": WORKFLOW.replace("      - run: pytest\n", "")},
        {".github/workflows/ci.yml": "# checks\n" + WORKFLOW.replace("      - run: pytest\n", "")},
        {
            ".github/workflows/ci.yml": WORKFLOW.replace("      - run: pytest\n", "").replace(
                "ruff check", "ruff --version"
            )
        },
    ),
}


@pytest.mark.parametrize("name", OTHER_LANGUAGES)
def test_it_holds_in_every_language(tmp_path: Path, name: str) -> None:
    area, base, head, same, other = OTHER_LANGUAGES[name]
    repository = new_repository(tmp_path / "shop")
    repository.commit({"README.md": "Shop\n", **base})
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit(head)
    first = hashes(repository)[area]
    on_main(repository, {"README.md": "A shop\n"})
    repository.git("rebase", "--quiet", "main")
    repository.commit(same)
    assert hashes(repository)[area] == first
    repository.commit(other)
    assert hashes(repository)[area] != first
