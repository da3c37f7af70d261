"""A linter, type checker or scanner was told to look at less.

Its settings now ignore a rule, leave out a path, or no longer demand strictness.

Why it matters:
    What the tool refused passes from now on, in every later change too, and nobody sees a difference in the run.

Instead:
    Mend the code, or ignore the one line with its reason. A rule of security that is switched off for all files wants
    the owner of the area to say so.

What it does not see:
    Settings in code (`noxfile.py`) and on the command line of the runner; rules that a newer version switches on or
    off by itself.

Sources:
    Catalogue CF08.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.gate_integrity._files import is_tool_settings
from checks.gate_integrity._tool_settings import Entry, entries_of
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.sentence import Lines, Sentence, at_base, at_head, code

_TOOLS = re.compile(r"(^|[.:])(ruff|mypy|bandit|flake8|pylint|pyright|importlinter|semgrep|eslint)\b", re.IGNORECASE)
_OWN_FILES = re.compile(
    r"^(\.?ruff\.toml|\.flake8|\.?mypy\.ini|\.?pylintrc|\.bandit|bandit\.ya?ml|pyrightconfig\.json)$"
)
_LOOSENING = re.compile(
    r"^((extend[-_])?(ignore|exclude)(s|_dirs|_files)?|(extend-)?per-file-ignores|skips|disable(d)?|disable_error_code|"
    r"exclude_dirs|ignores|ignore-paths)$"
)
_TIGHTENING = re.compile(r"^((extend[-_])?select|enable|enable_error_code|tests)$")
_STRICT = re.compile(r"^(strict|disallow_\w+|check_untyped_defs|warn_\w+|no_implicit_\w+|strict_\w+|typeCheckingMode)$")
_SECURITY = re.compile(r"^(S\d*|BLE\d*|B[1-7]\d{2}|ASYNC\d*|TRY\d*|bandit\S*|PGH\d*|security\S*)$")
_ON = frozenset({"true", "True", "1", "strict"})
_SURE, _LIKELY, _STYLE = 0.76, 0.6, 0.4


def find(change: Change, options: Options) -> Iterator[Hit]:
    """Rules that are ignored now, paths that are left out, strictness that is gone."""
    if not is_tool_settings(change) or change.base is None or change.head is None:
        return
    base, head = _by_setting(change, change.base), _by_setting(change, change.head)
    for setting, entries in head.items():
        known = {entry.value for entry in base.get(setting, ())}
        gained = [entry for entry in entries if entry.value not in known]
        if gained and _LOOSENING.match(setting[1]):
            yield _gained(change, setting, gained)
    for setting, entries in base.items():
        left = {entry.value for entry in head.get(setting, ())}
        lost = [entry for entry in entries if entry.value not in left]
        if lost and _TIGHTENING.match(setting[1]) and len(left) < len(entries):
            yield _lost(change, setting, lost, "is no longer asked for")
        elif _STRICT.match(setting[1]) and entries[0].value in _ON and not left & _ON:
            yield _lost(change, setting, entries, "is off")


def _by_setting(change: Change, source: Source) -> dict[tuple[str, str], list[Entry]]:
    everywhere = bool(_OWN_FILES.match(PurePosixPath(change.base_path).name))
    found: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries_of(source):
        if everywhere or _TOOLS.search(entry.section):
            found[(entry.section, entry.key)].append(entry)
    return found


def _gained(change: Change, setting: tuple[str, str], gained: list[Entry]) -> Hit:
    values = ", ".join(entry.value for entry in gained)
    secure = any(_SECURITY.match(entry.value) for entry in gained) or "bandit" in setting[0]
    path = "exclude" in setting[1]
    says = Sentence(
        kind=Kind.INTRODUCED,
        symbol=None,
        fact=f"{setting[0]} {setting[1]} gained {values}",
        title=f"{code(f'{setting[0]} {setting[1]}'.strip())} now holds {code(values)}",
        message="The tool no longer looks there, in this change and in all that follow.",
        confidence=_SURE if secure else _LIKELY if path else _STYLE,
    )
    return at_head(change, Lines(gained[0].line, gained[-1].line), says)


def _lost(change: Change, setting: tuple[str, str], lost: list[Entry], what: str) -> Hit:
    values = ", ".join(entry.value for entry in lost)
    name = f"{setting[0]} {setting[1]}".strip()
    secure = any(_SECURITY.match(entry.value) for entry in lost)
    strict = bool(_STRICT.match(setting[1]))
    says = Sentence(
        kind=Kind.WEAKENED,
        symbol=None,
        fact=f"{name} lost {values}",
        title=f"{code(name)}: {code(values)} {what}",
        message="The tool refuses less, in this change and in all that follow.",
        confidence=_SURE if secure else _LIKELY if strict else _STYLE,
    )
    return at_base(change, Lines(lost[0].line, lost[0].line), says)


_RUFF = """
    [project]
    name = "shop"

    [tool.ruff.lint]
    select = ["E", "F", "S"]
    ignore = [
      "E501",{more}
    ]
"""

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("CF08",),
    kind=Kind.INTRODUCED,
    severity=Severity.HIGH,
    action=Action.SIGN_OFF,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a rule of security is ignored",
            path="pyproject.toml",
            base=_RUFF.format(more=""),
            head=_RUFF.format(more='\n      "S608",'),
            finds=((8, "now holds `S608`"),),
        ),
        Example(
            "strictness is off",
            path="mypy.ini",
            base="[mypy]\nstrict = True\n",
            head="[mypy]\nstrict = False\n",
            finds=((2, "is off"),),
        ),
        Example(
            "a list was laid out anew",
            path="pyproject.toml",
            base=_RUFF.format(more='\n      "S608",'),
            head='[project]\nname = "shop"\n[tool.ruff.lint]\nselect = ["E", "F", "S"]\nignore = ["E501", "S608"]\n',
        ),
        Example(
            "one rule more is asked for",
            path="pyproject.toml",
            base=_RUFF.format(more=""),
            head=_RUFF.format(more="").replace('"S"]', '"S", "B"]'),
        ),
        Example(
            "the same words in another tool's section",
            path="pyproject.toml",
            base='[tool.hatch.build]\nexclude = ["docs"]\n',
            head='[tool.hatch.build]\nexclude = ["docs", "tests"]\n',
        ),
    ),
)
