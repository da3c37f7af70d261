"""Valid text that a parser stumbles over is read all the same, and what is broken stays named."""

import pytest

from checks.kit import Kind, Source
from reviewer.analysis.blobs import blob_of
from reviewer.analysis.semgrep.mending import mended
from tests.reviewer.analysis.semgrep.reviewing import review

GUARDED = "router.get('/a', requireAuth, list);\n"
BARE = "router.get('/a', list);\n"
MEMBERS = "interface Item {\n  total: number\n  in_stock: string\n}\n"


def test_members_named_like_operators_are_read() -> None:
    told = review({"a.ts": GUARDED}, {"a.ts": MEMBERS + BARE})
    assert told.skips == ()
    assert [hit.kind for _, hit in told.found] == [Kind.LOST]


@pytest.mark.parametrize(
    "text",
    [
        "function g(a { list(a) }\n",
        "/* said */ function g(a { list(a) }\n",
        "interface A {\n  a: number\n  in_b: = string\n}\n",
        "interface A {\n  a: number,,\n  b: string\n}\n",
    ],
)
def test_what_is_broken_is_named(text: str) -> None:
    told = review({"a.ts": GUARDED}, {"a.ts": BARE + text})
    assert [skip.path for skip in told.skips] == ["a.ts"]
    assert told.found == ()


def test_mending_keeps_every_line_and_byte_in_its_place() -> None:
    text = "// ä said\nconst a = '// kept'; /* b\n c */ let d;\ninterface A {\n  e: F\n  in_g: H\n}\n"
    blob = blob_of(Source("a.ts", text.encode()))
    better = mended(blob)
    assert better is not None
    assert len(better.data) == len(blob.data)
    assert better.data.index(b"let d") == blob.data.index(b"let d")
    assert "'// kept'" in better.text
    assert "said" not in better.text
    assert "e: F\n ;in_g: H" in better.text
    assert (better.path, better.language) == (blob.path, blob.language)
    assert better.file_name != blob.file_name
    assert better.file_name.endswith(".ts")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.ts", "const a = 1;\n"),
        ("a.ts", "for (const a in\n  in_b) {}\n"),
        ("a.ts", "const a = b\n  in c;\n"),
        ("a.ts", "type A = {\n  a: B;\n  inner: C;\n};\n"),
        ("a.rb", 'a = "# kept"\n'),
        ("a.php", "<?php\n#[Hidden]\nclass A {}\n"),
    ],
)
def test_what_needs_no_mending_is_left_alone(path: str, text: str) -> None:
    assert mended(blob_of(Source(path, text.encode()))) is None
