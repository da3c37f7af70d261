"""Retired names and texts that must not come back."""

import pytest

from checks.constraints import MustNotReturn
from tests.checks.constraints.judging import judged, said

GONE = MustNotReturn(("LegacyClient", "billing.old_*", "SELECT * FROM orders"))


@pytest.mark.parametrize(
    "text",
    [
        "LegacyClient()\n",
        "x = LegacyClient\n",
        "from billing import LegacyClient\n",
        "import billing\nbilling.LegacyClient.call()\n",
        "from billing import LegacyClient as Client\n",
        "class LegacyClient:\n    pass\n",
        "def LegacyClient():\n    pass\n",
        "from billing import old_total\n",
        "import billing as b\nb.old_total()\n",
        "run(f'SELECT id FROM orders WHERE x')\n",
        "call(LegacyClient=1)\n",
    ],
)
def test_a_new_use_is_told(text: str) -> None:
    (hit,) = judged(GONE, "x = 1\n", f"x = 1\n{text}").hits
    assert "is back: it was retired" in hit.message


@pytest.mark.parametrize(
    "text",
    [
        "# LegacyClient\n",
        "x = 'LegacyClient'\n",
        '"""LegacyClient was here."""\n',
        "LegacyClients()\n",
        "NewLegacyClient()\n",
        "from billing import new_total\n",
        "from other import old_total\n",
        "# SELECT id FROM orders\n",
        "run('SELECT id FROM users')\n",
    ],
)
def test_words_about_it_and_other_names_are_silent(text: str) -> None:
    assert judged(GONE, "x = 1\n", f"x = 1\n{text}").hits == ()


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("new LegacyClient()\n", 1),
        ("billing.LegacyClient.call()\n", 1),
        ("billing.old_total()\n", 1),
        ("db.query('SELECT id FROM orders')\n", 1),
        ("// LegacyClient\n", 0),
        (" * LegacyClient\n", 0),
        ("new LegacyClients()\n", 0),
        ("other.old_total()\n", 0),
        (f"x = '{'a' * 3000} LegacyClient '\n", 0),
    ],
)
def test_other_languages(text: str, hits: int) -> None:
    assert len(judged(GONE, {"src/a.ts": "\n"}, {"src/a.ts": f"\n{text}"}).hits) == hits


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ({"a.py": "LegacyClient()\n"}, {"a.py": "LegacyClient()\nx = 1\n"}),
        ({"a.py": "LegacyClient()\n"}, {"a.py": "x = 1\ny = LegacyClient(1)\n"}),
        ({"a.py": "LegacyClient()\nx = 1\n", "b.py": "\n"}, {"a.py": "x = 1\n", "b.py": "LegacyClient()\n"}),
        ({"a.py": "LegacyClient()\n"}, {"a.py": "\n"}),
        ({"README.md": "\n"}, {"README.md": "LegacyClient\n"}),
        ({"tests/test_a.py": "\n"}, {"tests/test_a.py": "LegacyClient()\n"}),
    ],
)
def test_what_stayed_moved_or_went_is_silent(base: dict[str, str], head: dict[str, str]) -> None:
    assert judged(GONE, base, head).hits == ()


def test_one_hit_for_a_name_in_a_file_at_its_first_new_line() -> None:
    head = "LegacyClient()\nx = 1\nLegacyClient()\nLegacyClient()\n"
    assert [line for _, _, line, _ in said(judged(GONE, "LegacyClient()\nx = 1\n", head))] == [3]


def test_it_applies_where_there_is_code() -> None:
    assert judged(GONE, "x = 1\n", "x = 2\n").applies
    assert not judged(GONE, {"README.md": "a\n"}, {"README.md": "b\n"}).applies


@pytest.mark.parametrize(
    ("pattern", "line", "hits"),
    [
        ("a*b*c*d ", "a" * 600 + "b" * 600 + "c" * 600, 0),
        ("a*b*c*d", "a" * 600 + "b" * 600 + "c" * 600, 0),
        ("query[0]?", "query[0]?", 1),
        ("query[0]?", "query0x", 0),
        ("(* as any)", "x = (y as any)", 1),
    ],
)
def test_whatever_stands_in_a_line_costs_no_more_than_its_length(pattern: str, line: str, hits: int) -> None:
    files = {"src/a.ts": "let z = 1\n" * 50}, {"src/a.ts": "let z = 1\n" * 50 + f"{line}\n" * 50}
    assert len(judged(MustNotReturn((pattern,)), *files).hits) == hits
