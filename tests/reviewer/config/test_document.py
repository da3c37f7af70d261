"""The YAML that is accepted, and the places and words of what is refused."""

import pytest

from reviewer.config.document import MAX_BYTES, MAX_DEPTH, read_document
from reviewer.config.yaml_events import Place, UnreadableDocument


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing\n", None),
        ("---\n", None),
        ("~", None),
        ("a: no\nb: on\nc: yes\nd: off\n", {"a": "no", "b": "on", "c": "yes", "d": "off"}),
        ("a: true\nb: False\n", {"a": True, "b": False}),
        ("a: 10\nb: -1\nc: 1_000\nd: 010\n", {"a": 10, "b": -1, "c": 1000, "d": 10}),
        ("a: 9.6\nb: 1e3\nc: .inf\nd: 0x1F\n", {"a": 9.6, "b": "1e3", "c": ".inf", "d": "0x1F"}),
        ("a: 2026-01-01\nb: 12:30\n", {"a": "2026-01-01", "b": "12:30"}),
        ("a: '1'\nb: \"true\"\nc: ''\n", {"a": "1", "b": "true", "c": ""}),
        ("a:\nb: null\n", {"a": None, "b": None}),
        ("1: a\ntrue: b\n", {"1": "a", "true": "b"}),
        ("a: [x, {b: [y]}]\n", {"a": ["x", {"b": ["y"]}]}),
        ("a: |\n  two\n  lines\nb: >-\n  one\n  line\n", {"a": "two\nlines\n", "b": "one line"}),
        ("'<<': text\n", {"<<": "text"}),
        ("\ufeffa: 1\n", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        (f"a: {'9' * 5000}\n", {"a": "9" * 5000}),
    ],
)
def test_values_are_those_of_yaml_1_2(text: str, value: object) -> None:
    document = read_document(text.encode())
    assert (document.value, document.mistakes) == (value, [])


def test_every_key_and_value_has_its_place() -> None:
    document = read_document("a:\n  - b: 1\n    'ü': {c: x}\n".encode())
    assert document.keys == {
        ("a",): Place(1, 1),
        ("a", 0, "b"): Place(2, 5),
        ("a", 0, "ü"): Place(3, 5),
        ("a", 0, "ü", "c"): Place(3, 11),
    }
    assert document.values["a", 0, "b"] == Place(2, 8)
    assert document.values["a", 0, "ü", "c"] == Place(3, 14)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: &x 1\n", Place(1, 4), "the anchor &x is not allowed"),
        ("- &x [1]\n", Place(1, 3), "the anchor &x is not allowed"),
        ("a: !!str 1\n", Place(1, 4), "the tag tag:yaml.org,2002:str is not allowed"),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            Place(1, 4),
            "the tag tag:yaml.org,2002:python/object/apply:os.system",
        ),
        ("a: !own x\n", Place(1, 4), "the tag !own is not allowed"),
        ("!own a: x\n", Place(1, 1), "the tag !own is not allowed"),
        ("a: 1\nb: 2\na: 3\n", Place(3, 1), "the key 'a' stands here a second time"),
        ("a: {x: 1, x: 2}\n", Place(1, 11), "the key 'x' stands here a second time"),
        ('"a\\0": 1\n', Place(1, 1), "the text holds the control character '\\x00'"),
        ('a: "\\e[31m"\n', Place(1, 4), "the text holds the control character '\\x1b'"),
        ('a: "\\uD800"\n', Place(1, 4), "the text holds the control character '\\ud800'"),
    ],
)
def test_what_a_configuration_does_not_need_is_refused_at_its_place(text: str, place: Place, message: str) -> None:
    (mistake,) = read_document(text.encode()).mistakes
    assert mistake.place == place
    assert mistake.message.startswith(message)
    assert mistake.hint


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"a: *x\n", Place(1, 4), "aliases are not allowed"),
        (b"*x : 1\n", Place(1, 1), "a key is one word, not a list, block or alias"),
        (b"b: 1\n<<: {a: 1}\n", Place(2, 1), "merge keys are not allowed"),
        (b"? [a]\n: 1\n", Place(1, 3), "a key is one word"),
        (b"? {a: b}\n: 1\n", Place(1, 3), "a key is one word"),
        (b"%YAML 1.1\n---\na: no\n", Place(1, 1), "a YAML directive is not allowed"),
        (b"%TAG ! tag:example.com,2026:\n---\na: 1\n", Place(1, 1), "a YAML directive is not allowed"),
        (b"a: 1\n---\nb: 2\n", Place(2, 1), "a second document starts here"),
        (b"a: 1\n---\n", Place(2, 1), "a second document starts here"),
        (b"a: [1\n", Place(2, 1), "not YAML: expected ',' or ']'"),
        (b"a: 1\n b: 2\n", Place(2, 3), "not YAML: mapping values are not allowed here"),
        (b"a: 'x\n", Place(2, 1), "not YAML: found unexpected end of stream"),
        (b"\ta: 1\n", Place(1, 1), "not YAML: found character '\\t'"),
        (b"a: 1\nb: @x\n", Place(2, 4), "not YAML: found character '@'"),
        (b"a: 1\nb: \xff\n", Place(2, 4), "the file is not UTF-8"),
        ("ä: 1\nb: ä".encode() + b"\xe4\n", Place(2, 5), "the file is not UTF-8"),
        ("a: 1\n".encode("utf-16"), Place(1, 1), "the file is not UTF-8"),
        (b"a: 1\nb: x\0y\n", Place(2, 5), "the character U+0000 may not stand in YAML"),
        (b'a: 1\nb: "\\UFFFFFFFF"\n', Place(2, 1), "not YAML: an escape at or behind this place is no character"),
        (b"[" * 1000, Place(1, MAX_DEPTH + 2), f"nested more than {MAX_DEPTH} levels deep"),
        (b"{a: " * 1000, Place(1, 4 * MAX_DEPTH + 5), f"nested more than {MAX_DEPTH} levels deep"),
        (b"- " * 1000, Place(1, 2 * MAX_DEPTH + 3), f"nested more than {MAX_DEPTH} levels deep"),
        (b"#" * (MAX_BYTES + 1), Place(1, 1), f"the file has {MAX_BYTES + 1} bytes"),
    ],
)
def test_what_cannot_be_read_to_its_end_says_where(data: bytes, place: Place, message: str) -> None:
    with pytest.raises(UnreadableDocument) as unreadable:
        read_document(data)
    assert unreadable.value.mistake.place == place
    assert unreadable.value.mistake.message.startswith(message)


def test_the_largest_and_deepest_file_is_still_read() -> None:
    assert read_document(b"#" * MAX_BYTES).value is None
    assert read_document(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH).mistakes == []


def test_a_million_laughs_are_not_laughed() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(UnreadableDocument, match="aliases are not allowed"):
        read_document(bomb.encode())
