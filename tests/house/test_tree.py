"""What holds for every file of the tree."""

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tracked import text_of, tracked_files

LONGEST = 450

# No pattern here matches its own line: each has a letter in brackets.
REGISTRIES = re.compile(r"[p]ypi\.org|[p]ythonhosted\.org|[r]egistry\.npmjs\.org|[d]eb\.debian\.org")
PLACES_OF_ONE_MACHINE = re.compile(r"(?<![\w.-])/(?:(?:[w]ork|[f]arm)/|[t]mp/(?:h|bash_jobs)\b|[r]oot/)")
UNFINISHED = re.compile(
    r"\b(?:[T]ODO|[F]IXME|[X]XX)\b|[N]otImplementedError|[p]ragma: no cover"
    r"|[m]ark\.(?:skip|xfail)|[p]ytest\.(?:skip|xfail)\("
)
SILENCED = re.compile(r"#\s*(?:[n]oqa|[t]ype:\s*ignore|[p]yright:\s*ignore)(?P<rest>.*)")
REASON = re.compile(r"(?:[#(]|\s-)\s*\w")


def offences(path: Path, text: str) -> list[str]:
    """What a line of a tracked file may not hold, as "path:line: what"."""
    found: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if host := REGISTRIES.search(line):
            found.append(f"{path}:{number}: names the registry {host[0]}")
        if PLACES_OF_ONE_MACHINE.search(line):
            found.append(f"{path}:{number}: a path of one machine")
    if path.suffix == ".py" and (UNFINISHED.search(text) or SILENCED.search(text)):
        found += [f"{path}:{number}: {what}" for number, what in _in_code(text)]
    return found


def _in_code(text: str) -> Iterator[tuple[int, str]]:
    """Line and offence in code and comments; strings may say what they like."""
    lines: defaultdict[int, list[str]] = defaultdict(list)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if tokenize.tok_name[token.type] not in ("STRING", "FSTRING_MIDDLE"):
            lines[token.start[0]].append(token.string)
    for number, words in lines.items():
        if UNFINISHED.search("".join(words)) or any(UNFINISHED.search(word) for word in words):
            yield number, "unfinished, or a test that does not run"
        for word in words:
            if (silenced := SILENCED.match(word)) and not REASON.search(silenced["rest"]):
                yield number, "a rule is silenced without a reason beside it"


def test_no_tracked_file_offends() -> None:
    assert [offence for path in tracked_files() for offence in offences(path, text_of(path))] == []


TO, NO, SLASH = "TO", "no", "/"  # so that the lines below offend only once they are put together


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"index = 'https:{SLASH * 2}pypi{'.'}org/simple'", "registry"),
        (f"cache = '{SLASH}work/cache'", "path of one machine"),
        (f"open('{SLASH}tmp/h/notes')", "path of one machine"),
        (f"x = 1  # {TO}DO later", "unfinished"),
        (f"raise {'N'}otImplementedError", "unfinished"),
        (f"@pytest.mark{'.'}skip", "unfinished"),
        (f"x = f()  # {NO}qa: S101", "without a reason"),
        (f"x = f()  # {'type'}: ignore[arg-type]", "without a reason"),
        (f"x = f()  # {'pyright'}: ignore", "without a reason"),
    ],
)
def test_a_line_that_offends_is_named(line: str, says: str) -> None:
    assert [offence for offence in offences(Path("a.py"), f"\n{line}\n") if says in offence] != []
    assert offences(Path("a.py"), f"\n{line}\n")[0].startswith("a.py:2: ")


@pytest.mark.parametrize(
    "line",
    [
        f"case = 'x = f()  # {NO}qa: S101'",
        f"case = '@pytest.mark{'.'}skip'",
        f"x = f()  # {'type'}: ignore[misc] - the reason why",
        "framework = 'networks'",
        "path = 'src/work/file.py'",
        f"x = f()  # {NO}qa: S101  # the reason why",
        f"x = f()  # {NO}qa: S101  (the reason why)",
        "todo = 'a word'",
        "url = 'https://api.github.com'",
    ],
)
def test_a_line_that_does_not_offend_is_silent(line: str) -> None:
    assert offences(Path("a.py"), line) == []


def test_no_python_file_is_longer_than_one_thing() -> None:
    lengths = {path: text_of(path).count("\n") for path in tracked_files("*.py")}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


@pytest.mark.parametrize("package", ["reviewer", "checks"])
def test_every_package_says_what_lives_there_and_what_may_not(package: str) -> None:
    rooms = tracked_files(f"{package}/**/__init__.py", f"{package}/__init__.py")
    folders = {path.parent for path in tracked_files(f"{package}/**.py")}
    assert {path.parent for path in rooms} == folders
    # A room of a floor also says what may not live there; a folder inside one says what it is.
    silent = [str(path) for path in rooms if len(_lines_of_docstring(path)) < (2 if len(path.parts) <= 3 else 1)]
    assert silent == []


def _lines_of_docstring(path: Path) -> list[str]:
    docstring = ast.get_docstring(ast.parse(text_of(path))) or ""
    return [line for line in docstring.splitlines() if line.strip()]
