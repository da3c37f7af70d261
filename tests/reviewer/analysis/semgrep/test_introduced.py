"""Prohibitions: what is new is harm introduced; old debt, edited or moved along, is not."""

import pytest

from checks.kit import Kind, Side
from tests.reviewer.analysis.semgrep.reviewing import review

CALL = """
import requests

def fetch(url):
    return requests.get(url, timeout=5)

def send(url, data):
    return requests.post(url, data, verify=False)
"""


def test_what_is_new_is_shown_at_head() -> None:
    told = review(CALL, CALL.replace("timeout=5", "timeout=5, verify=False"), path="shop/calls.py")
    ((rule, hit),) = told.found
    assert (rule, hit.kind, hit.symbol) == ("external-calls/tls-verification-off", Kind.INTRODUCED, "fetch")
    assert (hit.span.side, hit.span.start_line, hit.span.end_line) == (Side.RIGHT, 4, 4)
    assert [(evidence.label, evidence.snippet) for evidence in hit.evidence] == [
        ("now", "    return requests.get(url, timeout=5, verify=False)")
    ]


SILENT = [
    ("untouched debt", CALL, CALL.replace("timeout=5", "timeout=9")),
    ("edited debt", CALL, CALL.replace("url, data, verify", "url, json=data, verify")),
    ("debt that went", CALL, CALL.replace(", verify=False", "")),
    ("debt in a renamed function", CALL, CALL.replace("def send(", "def post(")),
    ("debt in another layout", CALL, CALL.replace("data, verify=False", "data,\n        verify=False,\n    ")),
    ("debt further down", CALL, "# said\n\n\n" + CALL),
]


@pytest.mark.parametrize(("base", "head"), [case[1:] for case in SILENT], ids=[case[0] for case in SILENT])
def test_old_debt_is_not_new(base: str, head: str) -> None:
    assert review(base, head, path="shop/calls.py").facts == []


def test_debt_that_moved_to_another_file_with_its_function_is_not_new() -> None:
    told = review({"a.py": CALL}, {"a.py": "import requests\n", "b.py": CALL})
    assert told.facts == []


def test_the_same_debt_in_one_more_function_is_new() -> None:
    more = CALL + "\ndef again(url, data):\n    return requests.post(url, data, verify=False)\n"
    assert [(kind, line) for _, kind, line in review(CALL, more, path="a.py").facts] == [("introduced", 10)]


def test_all_of_an_added_file_is_new() -> None:
    assert [kind for _, kind, _ in review(None, CALL, path="a.py").facts] == ["introduced"]


def test_nothing_of_a_removed_file_is_new() -> None:
    assert review(CALL, None, path="a.py").facts == []


def test_a_nosemgrep_comment_silences_nothing_and_is_told() -> None:
    told = review(CALL, CALL.replace("timeout=5)", "verify=False)  # nosemgrep"), path="a.py")
    ((_, hit),) = told.found
    assert hit.message.endswith("A nosemgrep comment stands beside it; a change cannot silence its own review.")
    assert hit.kind is Kind.INTRODUCED


def test_a_nosemgrep_comment_beside_old_debt_is_not_new_debt() -> None:
    head = CALL.replace("data, verify=False)", "data, verify=False)  # nosemgrep")
    assert review(CALL, head, path="a.py").facts == []


def test_a_byte_order_mark_hides_no_first_line() -> None:
    told = review({"a.js": "run();\n"}, {"a.js": "\ufeffprocess.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\nrun();\n"})
    assert [line for _, _, line in told.facts] == [1]


def test_carriage_returns_keep_the_lines() -> None:
    text = "a();\r\nb();\r\nprocess.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\r\n"
    assert [line for _, _, line in review({"a.js": "a();\r\nb();\r\n"}, {"a.js": text}).facts] == [3]


def test_files_for_local_work_are_left_out_where_the_rule_says_so() -> None:
    text = "DEBUG = True\n"
    assert review(None, text, path="shop/settings.py").facts != []
    assert review(None, text, path="shop/settings_local.py").facts == []


@pytest.mark.parametrize("path", ["tests/test_calls.py", "docs/calls.md", "README.rst", "shop/calls.html", "a.sql"])
def test_tests_documents_and_other_languages_are_not_searched(path: str) -> None:
    assert review(None, CALL, path=path).found == ()
