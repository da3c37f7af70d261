import ast

import pytest

from checks.kit import Source, Undecodable, Unparsable


def test_text_has_plain_line_breaks_and_no_byte_order_mark() -> None:
    source = Source("a.py", b"\xef\xbb\xbfx = 1\r\ny = 2\r\n")
    assert source.text == "x = 1\ny = 2\n"
    assert source.lines == ("x = 1", "y = 2")


def test_a_coding_comment_counts() -> None:
    source = Source("a.py", "# -*- coding: latin-1 -*-\nname = 'ä'\n".encode("latin-1"))
    assert "ä" in source.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x = '\xff'\n", "not utf-8"),
        (b"# coding: klingon\n", "klingon"),
        (b"# coding: hex\nab", "hex"),  # a codec, but no text encoding
        (b"x = '\xc3", "not utf-8"),
    ],
)
def test_bytes_that_are_no_text_say_why(data: bytes, words: str) -> None:
    with pytest.raises(Undecodable, match=words):
        _ = Source("a.py", data).text


@pytest.mark.parametrize("text", ["def a(:\n", "x = (\n", "'\n", "return = 1\n", "a b\n", "\x00"])
def test_text_that_is_no_python_says_why(text: str) -> None:
    with pytest.raises(Unparsable):
        _ = Source("a.py", text.encode()).tree


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    with pytest.raises(Unparsable):
        _ = Source("a.py", b"(" * 3000 + b")" * 3000).tree


def test_an_empty_file_has_one_empty_line_and_no_statement() -> None:
    source = Source("a.py", b"")
    assert source.lines == ("",)
    assert source.tree.body == []


@pytest.mark.parametrize(
    "text",
    [
        "type Id = int\n",
        "def first[T](items: list[T]) -> T:\n    return items[0]\n",
        "class Box[T]:\n    pass\n",
        'x = f"{row["name"]} and {f"{1}"}"\n',
        "try:\n    pass\nexcept KeyError, ValueError:\n    pass\n",
    ],
)
def test_newer_syntax_is_read_on_the_running_python(text: str) -> None:
    assert Source("a.py", text.encode()).tree.body


def test_newer_syntax_keeps_the_lines() -> None:
    text = "type Id = int\n\ndef first[T](items: list[T]) -> T:\n    if not items:\n        raise KeyError\n"
    tree = Source("a.py", text.encode()).tree
    raised = next(node for node in ast.walk(tree) if isinstance(node, ast.Raise))
    assert raised.lineno == 5


def test_nested_quotes_keep_the_names_they_speak_of() -> None:
    tree = Source("a.py", b'x = f"{row["name"]}"\n').tree
    assert "row" in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_nested_quotes_read_like_other_quotes() -> None:
    newer, older = (Source("a.py", text).tree for text in (b'x = f"{a["b"]}/{c}"\n', b"x = f\"{a['b']}/{c}\"\n"))
    assert ast.dump(newer) == ast.dump(older)


def test_a_snippet_is_whole_lines() -> None:
    assert Source("a.py", b"a\nb\nc\n").snippet(2, 3) == "b\nc"
