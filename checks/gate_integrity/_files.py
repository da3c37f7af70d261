"""Files that keep watch over the others, known by their paths: the host and the tools find them there too."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from checks.kit import Change

_WORKFLOW = re.compile(
    r"^\.github/(workflows|actions)/|^\.(gitlab-ci|travis|drone|woodpecker)\.ya?ml$|^\.(circleci|buildkite)/|"
    r"^Jenkinsfile$|^azure-pipelines\.ya?ml$|^bitbucket-pipelines\.yml$|^\.ci/"
)
_OWNERS = re.compile(r"^(\.github/|docs/|\.gitlab/)?CODEOWNERS$")
_OWN = re.compile(r"^\.github/holdfast\.ya?ml$")
_HOOKS = re.compile(r"^\.pre-commit-config\.ya?ml$")
_SETTINGS = re.compile(
    r"^(pyproject\.toml|setup\.cfg|tox\.ini|\.?ruff\.toml|\.flake8|\.?mypy\.ini|\.?pylintrc|\.bandit|bandit\.ya?ml|"
    r"pyrightconfig\.json|\.importlinter|\.semgrepignore|\.eslintrc(\.\w+)?|\.rubocop\.yml|\.golangci\.ya?ml|"
    r"\.?codecov\.ya?ml|\.coveragerc|sonar-project\.properties|pytest\.ini|noxfile\.py|package\.json|"
    r"jest\.config\.\w+|vitest\.config\.\w+)$"
)


def is_workflow(change: Change) -> bool:
    """Whether the file tells a CI server what to run."""
    return bool(_WORKFLOW.search(change.base_path))


def is_owners(change: Change) -> bool:
    """Whether the file says who must review what."""
    return bool(_OWNERS.search(change.base_path))


def is_own(change: Change) -> bool:
    """Whether the file is Holdfast's own configuration."""
    return bool(_OWN.search(change.base_path))


def is_hooks(change: Change) -> bool:
    """Whether the file lists what runs before a commit."""
    return bool(_HOOKS.search(PurePosixPath(change.base_path).name))


def is_tool_settings(change: Change) -> bool:
    """Whether linters, type checkers, scanners or test tools read their settings here."""
    return bool(_SETTINGS.search(PurePosixPath(change.base_path).name))


GATE_TOOL = re.compile(
    r"\b(pytest|tox|nox|unittest|manage\.py test|ruff|flake8|mypy|pyright|pylint|bandit|semgrep|black|isort|safety|"
    r"pip-audit|codeql(-action)?|trivy(-action)?|eslint|tsc|jest|vitest|playwright|cypress|go test|go vet|"
    r"golangci(-lint)?|rspec|rubocop|brakeman|bundle-audit|phpunit|phpstan|psalm|holdfast|gitleaks|trufflehog|sonar\w*|snyk|codecov|"
    r"coverage|makemigrations --check|lint-imports|pre-commit|zizmor|actionlint|squawk|dependency-review-action|"
    r"(?:npm|yarn|pnpm)(?: run)? (?:test|lint|typecheck)\S*|make (?:test|lint|check|typecheck)\S*|"
    r"\./(?:dev|gradlew|mvnw) (?:test|check|verify)|cargo (?:test|clippy)|mvn (?:test|verify))\b"
)
"""A command or action that can refuse a change."""
