"""What keeps watch: CI, owners, linters, Holdfast's own configuration, suppressions (family TS, CF08, CF09).

Here the name is the meaning: the host and the tools find these files by their paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.classification.file_area import FileArea, quoted
from checks.classification.text.lines import HASH_COMMENT, Line, changed_lines
from checks.kit import Area, Change, Side, Status

_CI = re.compile(
    r"^\.github/(?:workflows|actions)/|^\.(?:gitlab-ci|travis|drone|woodpecker)\.ya?ml$|^\.(?:circleci"
    r"|buildkite)/|^Jenkinsfile$"
    r"|^azure-pipelines\.ya?ml$|^bitbucket-pipelines\.yml$|^\.ci/"
)
_OWNERS = re.compile(r"^(?:\.github/|docs/|\.gitlab/)?CODEOWNERS$")
_OWN = re.compile(r"^\.github/holdfast\.ya?ml$")
_LINT = re.compile(
    r"^(?:\.pre-commit-config\.ya?ml|\.?ruff\.toml|\.flake8|\.?mypy\.ini|\.?pylintrc"
    r"|pyrightconfig\.json|\.bandit|bandit\.ya?ml|\.importlinter"
    r"|\.semgrep\.ya?ml|\.semgrepignore|\.eslintrc(?:\.\w+)?|eslint\.config\.\w+|\.eslintignore"
    r"|biome\.json|\.rubocop\.yml|\.golangci\.ya?ml"
    r"|\.?codecov\.ya?ml|\.coveragerc|sonar-project\.properties|phpstan\.neon(?:\.dist)?"
    r"|brakeman\.ignore|\.trivyignore|detekt\.yml)$"
)
_SECTION = re.compile(
    r"^\s*\[(?:tool\.)?(?P<tool>ruff|mypy|bandit|flake8|pylint|pyright|coverage|pytest|importlinter"
    r"|semgrep)[\w.:\-]*\]"
)
_ANY_SECTION = re.compile(r"^\s*\[[^\]]+\]\s*$")
_SHARED = frozenset({"pyproject.toml", "setup.cfg", "tox.ini"})
_VERSION_BUMP = re.compile(r"^-?\s*(?:uses|rev|image):\s*\S+|^(?:version|required-version)\s*=")
_DECIDES = re.compile(
    r"^(?:-\s*)?[\"']?(?:on|push|pull_request\w*|branches|paths(?:-ignore)?|if|needs|continue-on-error"
    r"|permissions|allow_failure|rules|only|except|when"
    r"|workflow_run|merge_group)[\"']?\s*:|\b(?:py)?tests?\b|\b(?:lint|ruff|flake8|mypy|pyright|eslint"
    r"|tsc|bandit|semgrep|codeql|trivy|coverage|audit|scan"
    r"|pre-commit|holdfast|black|clippy|rubocop|brakeman|golangci\S*|sonar\S*|snyk|gitleaks|zizmor)\b"
    r"|\|\|\s*true\b|--exit-zero|--no-verify"
)
_SUPPRESSION = re.compile(
    r"(?i)\b(?:holdfast:\s*allow|nosemgrep|nosec\b|noqa:\s*[A-Z0-9, ]*\bS\d{3}|NOSONAR|brakeman:ignore"
    r"|gosec:disable|nolint:[\w,]*gosec)"
)


def gate_file(path: str) -> str:
    """What the file watches over, "" when it is none of these."""
    name = PurePosixPath(path).name
    if _OWN.search(path):
        return "Holdfast's own configuration"
    if _CI.search(path):
        return "CI"
    if _OWNERS.search(path):
        return "code owners"
    return "a linter's or scanner's settings" if _LINT.search(name) else ""


def gate_areas(change: Change) -> Iterator[FileArea]:
    """Gate-integrity, for a meaningful edit of one of these files or of their section in a shared one."""
    what = gate_file(change.path) or gate_file(change.base_path)
    if what == "CI":
        lines = [
            line
            for line in changed_lines(change, HASH_COMMENT)
            if _DECIDES.search(line.text) and not _VERSION_BUMP.search(line.text)
        ]
        if lines or change.status is Status.REMOVED:
            shown = f": {quoted(lines[0].text)}" if lines else ""
            yield FileArea(Area.GATE_INTEGRITY, f"changes when or what CI checks{shown}", 0.85)
    elif what:
        lines = [line for line in changed_lines(change, HASH_COMMENT) if not _VERSION_BUMP.search(line.text)]
        if lines:
            yield FileArea(Area.GATE_INTEGRITY, f"changes {what}: {quoted(lines[0].text)}", 0.9)
    elif PurePosixPath(change.path).name in _SHARED:
        for line in changed_lines(change, HASH_COMMENT):
            tool = _tool_of(change, line)
            if tool and not _VERSION_BUMP.search(line.text):
                yield FileArea(
                    Area.GATE_INTEGRITY, f"changes the settings of {quoted(tool)}: {quoted(line.text)}", 0.85
                )
                return


def _tool_of(change: Change, line: Line) -> str:
    source = change.base if line.side is Side.LEFT else change.head
    for number in range(line.number, 0, -1) if source else ():
        text = source.lines[number - 1] if source else ""
        if match := _SECTION.match(text):
            return match["tool"]
        if _ANY_SECTION.match(text):
            return ""
    return ""


def suppression_areas(change: Change) -> Iterator[FileArea]:
    """Gate-integrity, for a new comment that silences a security rule."""
    before = sum(len(_SUPPRESSION.findall(line)) for line in _texts(change, Side.LEFT))
    for text in _texts(change, Side.RIGHT):
        match = _SUPPRESSION.search(text)
        before -= len(_SUPPRESSION.findall(text))
        if match and before < 0:
            yield FileArea(Area.GATE_INTEGRITY, f"suppression {quoted(match[0])} was added", 0.8)
            return


def _texts(change: Change, side: Side) -> Iterator[str]:
    source, lines = (change.base, change.removed_lines) if side is Side.LEFT else (change.head, change.added_lines)
    for number in sorted(lines) if source else ():
        yield source.lines[number - 1] if source else ""
