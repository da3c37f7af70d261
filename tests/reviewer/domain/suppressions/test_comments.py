"""Where suppressions stand, and which lines each covers."""

from textwrap import dedent

import pytest

from reviewer.domain.suppressions import comments_in

ALLOW = "holdfast: allow[a/b]"


def covers(path: str, text: str) -> list[tuple[int, int]]:
    return [comment.covers for comment in comments_in(path, dedent(text).replace("ALLOW", ALLOW).split("\n"))]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "x = 1  # ALLOW"),
        ("a.rb", "x = 1  # ALLOW"),
        ("a.ts", "let x = 1; // ALLOW"),
        ("a.go", "x := 1 /* ALLOW */"),
        ("a.java", 'String s = "//"; // ALLOW'),
        ("a.php", "$x = 1; # ALLOW"),
        ("a.sql", "DROP TABLE x; -- ALLOW"),
        ("a.sql", "DROP TABLE x; /* ALLOW */"),
        ("a.yml", "a: 1  # ALLOW"),
        ("Dockerfile", "RUN x # ALLOW"),
        ("a.py", "x = 'it\\'s'  # ALLOW"),
        ("a.py", 'x = "#"  # ALLOW'),
    ],
)
def test_a_comment_behind_code_covers_its_line(path: str, text: str) -> None:
    assert covers(path, f"{text}\ny\n") == [(1, 1)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'x = "# ALLOW"'),
        ("a.py", '"""\n# ALLOW\n"""'),
        ("a.py", "x = '''a\n# ALLOW\n'''"),
        ("a.ts", 'const x = "// ALLOW";'),
        ("a.ts", "x = 1; # ALLOW"),
        ("a.py", "x = 1 // ALLOW"),
        ("a.py", "x = 1 -- ALLOW"),
        ("README.md", "# ALLOW"),
        ("a.py", "# nothing"),
        ("a.py", ""),
    ],
)
def test_text_and_prose_are_no_comments(path: str, text: str) -> None:
    assert covers(path, text) == []


@pytest.mark.parametrize(
    ("path", "text", "last"),
    [
        ("a.py", "# ALLOW\nx = 1\ny = 2\n", 2),
        ("a.py", "# ALLOW\n\n# more words\nx = 1\ny = 2\n", 4),
        ("a.py", "# ALLOW\ndef f():\n    a\n\n    b\nc\n", 5),
        ("a.py", "# ALLOW\n@one\n@two(\n    1,\n)\ndef f(\n    a,\n):\n    return a\n\n\nx = 1\n", 9),
        ("a.py", "# ALLOW\nclass A:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\nx\n", 7),
        (
            "a.py",
            "class A:\n    # ALLOW\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n",
            4,
        ),
        ("a.ts", "// ALLOW\nfunction f() {\n  a();\n}\nb();\n", 4),
        ("a.ts", "/* ALLOW */\nrouter.post('/x', (req) => {\n  a();\n});\nb();\n", 4),
        ("a.java", "/**\n * ALLOW\n */\n@Get\nvoid f() {\n  a();\n}\nvoid g() {}\n", 7),
        ("a.rb", "# ALLOW\ndef f\n  a\nend\nb\n", 4),
        ("a.sql", "-- ALLOW\nDROP TABLE x;\nDROP TABLE y;\n", 2),
        ("a.go", "// ALLOW\nfunc f() {\n\ta()\n}\nfunc g() {}\n", 4),
        ("a.py", "x = 1\n# ALLOW", 2),
    ],
)
def test_a_comment_alone_covers_what_follows(path: str, text: str, last: int) -> None:
    ((_, end),) = covers(path, text)
    assert end == last


def test_a_file_of_suppressions_is_read_in_bounds_and_none_is_lost() -> None:
    found = list(comments_in("a.py", [f"# {ALLOW}"] * 20_000))
    assert len(found) == 20_000
    assert [comment.words.mistake for comment in found[198:202]] == ["", "", *["a file may hold 200"] * 2]
