"""Whatever the engine prints, it becomes results or one clear error."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.kit import Source
from reviewer.analysis.blobs import blob_of
from reviewer.analysis.semgrep.match import LineRange
from reviewer.analysis.semgrep.output import UnknownOutput, read_output

BLOB = blob_of(Source("a.js", "guard(ä);\n".encode()))
NAME = BLOB.file_name


def output(**parts: object) -> bytes:
    whole: dict[str, object] = {
        "version": "1",
        "results": [],
        "errors": [],
        "skipped_rules": [],
        "paths": {"scanned": [NAME]},
    }
    return json.dumps(whole | parts).encode()


def at(line: int, offset: int) -> dict[str, int]:
    return {"line": line, "col": 1, "offset": offset}


def result(**parts: object) -> dict[str, object]:
    extra: object = {"metavars": {"$WHO": {"start": at(1, 6), "end": at(1, 8)}}, "is_ignored": False}
    whole: dict[str, object] = {
        "check_id": "auth.a-b",
        "path": NAME,
        "start": at(1, 0),
        "end": at(1, 9),
        "extra": extra,
    }
    return whole | parts


def error(kind: object, **parts: object) -> dict[str, object]:
    location: object = {"path": NAME, "start": at(3, 0), "end": at(4, 1)}
    whole: dict[str, object] = {"error_type": kind, "message": "m", "severity": "warn", "location": location}
    return whole | parts


def test_offsets_are_bytes_and_texts_are_whole() -> None:
    (match,) = read_output(output(results=[result()]), [BLOB]).scanned[BLOB].matches
    assert (match.rule, match.text, match.bindings) == ("auth/a-b", "guard(ä)", (("$WHO", "ä"),))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("Timeout", "a Semgrep rule took too long on it"),
        ("Too many matches", "a Semgrep rule matches too often in it"),
        ("Out of memory", "a Semgrep rule takes too much memory on it"),
        ("Stack overflow", "it is nested too deeply for Semgrep"),
        ("Syntax error", "it does not parse: line 3"),
        ("Other syntax error", "it does not parse: line 3"),
        ("A new kind", "Semgrep gave up on it: A new kind"),
        (["A new kind", {"with": 1}], "Semgrep gave up on it: A new kind"),
    ],
)
def test_every_error_of_a_file_is_a_reason(kind: object, reason: str) -> None:
    assert read_output(output(errors=[error(kind)]), [BLOB]).scanned[BLOB].problem == reason


def test_what_could_not_be_parsed_is_told_by_its_lines() -> None:
    places = [{"path": NAME, "start": at(2, 0), "end": at(5, 1)}, {"path": NAME, "start": at(9, 0), "end": at(9, 1)}]
    seen = read_output(output(errors=[error(["PartialParsing", places])]), [BLOB]).scanned[BLOB]
    assert (seen.problem, seen.unparsed) == (None, (LineRange(2, 5), LineRange(9, 9)))


def test_a_skipped_target_is_a_reason() -> None:
    paths = {"scanned": [], "skipped": [{"path": NAME, "reason": "minified"}]}
    assert read_output(output(paths=paths), [BLOB]).scanned[BLOB].problem == "Semgrep left it out: minified"


def test_a_refused_rule_is_no_error_of_a_file() -> None:
    refused = {"rule_id": "auth.a-b", "details": "no\n good", "position": at(7, 0)}
    answer = read_output(
        output(skipped_rules=[refused], errors=[error("Rule parse error", rule_id="auth.a-b")]), [BLOB]
    )
    assert [(rule.engine_id, rule.line, rule.reason) for rule in answer.broken_rules] == [("auth.a-b", 7, "no good")]
    assert answer.scanned[BLOB].problem is None


def test_matches_in_strange_files_are_nobodys() -> None:
    assert read_output(output(results=[result(path="/etc/passwd")]), [BLOB]).scanned[BLOB].matches == ()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"version": "1"}',
        b"\xff\xfe",
        output(results=[{"check_id": "a"}]),
        output(results=[result(start={"line": "one", "offset": 0})]),
        output(errors=[error("Fatal error", location=None)]),
        output(errors=[error(None)]),
        output(errors=[error([])]),
        output(errors=[error(["PartialParsing", [{"path": 1}]])]),
        output(paths={}),
    ],
)
def test_anything_else_is_no_answer(data: bytes) -> None:
    with pytest.raises(UnknownOutput):
        read_output(data, [BLOB])


@given(
    st.binary()
    | st.recursive(st.none() | st.text() | st.integers(), lambda it: st.lists(it) | st.dictionaries(st.text(), it)).map(
        lambda it: json.dumps(it).encode()
    )
)
def test_no_output_breaks_the_reader(data: bytes) -> None:
    with pytest.raises(UnknownOutput):
        read_output(data, [BLOB])


def test_a_match_in_bytes_that_are_no_text_is_read() -> None:
    data = output(results=[result()]).replace(b'"m"', b'"\xff"')
    assert len(read_output(data, [BLOB]).scanned[BLOB].matches) == 1
