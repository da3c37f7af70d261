"""Migrations that are too much: the review ends, says what it did not look at, and is never green."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import Files
from tests.reviewer.cli.running import Done, holdfast, shop

SQL, DJANGO = "migrations/0001_a.sql", "shop/migrations/0001_a.py"
MEGABYTE = 1_000_000
HEAD = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    operations = [\n{}    ]\n"


def review(folder: Path, files: Files) -> Done:
    repository = shop(folder / "shop", files)
    return holdfast("review", "--repo", repository.path, "--format", "json")


def skipped(done: Done) -> dict[str, str]:
    return {file["path"]: file["skipped"] for file in done.json["files"] if file["skipped"]}


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        (SQL, b"ALTER TABLE a ADD b int;\n" * (10 * MEGABYTE // 25), "500 kB"),
        (SQL, b"SELECT " + b"(" * 20_000 + b"1" + b")" * 20_000 + b";", "nested too deeply"),
        (DJANGO, b"x = " + b"(" * 20_000 + b")" * 20_000, "parse"),
        (SQL, b"".join(b"ALTER TABLE t%d ADD c int;\n" % number for number in range(10_000)), "2000 operations"),
        (DJANGO, HEAD.format("        migrations.DeleteModel('A'),\n" * 10_000).encode(), "2000 operations"),
        (SQL, b"CREATE TABLE a (%s);" % b", ".join(b"c%d int" % number for number in range(10_000)), "10000 columns"),
        (SQL, b"ALTER TABLE a ADD b int; -- \xff\xfe\x80", "not text"),
        (DJANGO, b"# \xff\xfe\x80\n" + HEAD.format("").encode(), "not text"),
    ],
    ids=[
        "ten-megabytes",
        "parentheses",
        "python-parentheses",
        "statements",
        "operations",
        "columns",
        "encoding",
        "python-encoding",
    ],
)
def test_what_is_too_much_is_a_skip_with_its_reason(tmp_path: Path, path: str, text: bytes, reason: str) -> None:
    done = review(tmp_path, {path: text})
    assert done.status == 3
    assert reason in skipped(done)[path]
    assert done.json["complete"] is False
    assert done.json["verdict"] != "success"


def test_migrations_that_need_each_other_in_a_circle_end_with_a_finding(tmp_path: Path) -> None:
    names = {"0001_a": "0003_c", "0002_b": "0001_a", "0003_c": "0002_b"}
    text = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
    files = {
        f"shop/migrations/{name}.py": f'{text}    dependencies = [("shop", "{needs}")]\n    operations = []\n'
        for name, needs in names.items()
    }
    done = review(tmp_path, {**files, "shop/migrations/__init__.py": ""})
    assert done.status == 1
    found = {(finding["check"], finding["path"]) for finding in done.json["findings"]}
    assert {("migrations/dependency-missing", path) for path in files} <= found


def test_the_files_beside_a_hostile_one_are_looked_at(tmp_path: Path) -> None:
    hostile = b"SELECT " + b"(" * 20_000 + b"1" + b")" * 20_000 + b";"
    done = review(tmp_path, {SQL: hostile, "migrations/0002_b.sql": "DROP TABLE orders;\n"})
    assert set(skipped(done)) == {SQL}
    assert "migrations/table-dropped" in {finding["check"] for finding in done.json["findings"]}
