"""What kind of file a path and its first bytes promise, so that the analysis knows whom to ask."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePosixPath

MAX_BYTES = 500_000
"""Larger files are not looked at: one number for the whole product."""

LANGUAGES = {
    ".py": "python",
    ".pyi": "python",
    ".sql": "sql",
    ".js": "javascript",
    ".jsx": "javascript",
    ".mjs": "javascript",
    ".cjs": "javascript",
    ".ts": "typescript",
    ".tsx": "typescript",
    ".mts": "typescript",
    ".cts": "typescript",
    ".go": "go",
    ".rb": "ruby",
    ".java": "java",
    ".kt": "kotlin",
    ".php": "php",
    ".cs": "csharp",
    ".rs": "rust",
    ".scala": "scala",
    ".ex": "elixir",
    ".exs": "elixir",
    ".prisma": "prisma",
    ".graphql": "graphql",
    ".proto": "proto",
}
_CONFIGURATION = frozenset({".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".env", ".tf"})
_JSON_CONFIGURATION = re.compile(
    r"config|settings|rc\.json$|^package\.json$|^renovate|policy|permissions", re.IGNORECASE
)
_HARMLESS_NAMES = frozenset(
    {
        "package-lock.json",
        "npm-shrinkwrap.json",
        "composer.lock",
        "pnpm-lock.yaml",
        "yarn.lock",
        "poetry.lock",
        "uv.lock",
        "pipfile.lock",
        "gemfile.lock",
        "cargo.lock",
        "go.sum",
    }
)
_TEST_FOLDERS = frozenset(
    {"test", "tests", "testing", "__tests__", "spec", "specs", "e2e", "fixtures", "cypress", "testdata"}
)
_TEST_NAME = re.compile(
    r"^(test_.*|.*_tests?|tests?|conftest|.*\.(test|spec|stories|cy)|.*_spec|.*Tests?|.*IT)\.[a-zA-Z]+$"
)
_DOC_SUFFIXES = frozenset({".md", ".rst", ".txt", ".adoc", ".mdx"})
_DOC_FOLDERS = frozenset({"docs", "doc", "documentation", "examples"})
_FRONTEND_SUFFIXES = frozenset(
    {".css", ".scss", ".sass", ".less", ".html", ".htm", ".vue", ".svelte", ".svg", ".hbs", ".mjml", ".jinja2"}
)
_BUNDLE_FOLDERS = frozenset({"assets", "static", "public", "bundles", "chunks", "_next", "_nuxt"})
# A hash holds a digit or a capital within: `index-DMqvZqQ_`, `main.8f3a91c2`; `user-settings` is a name.
_HASHED_NAME = re.compile(r"[-.](?=[\w-]*(?:\d|(?<=\w)[A-Z]))[\w-]{8,32}$")
_GENERATED = re.compile(
    rb"@generated|(?:code|file) (?:is )?(?:auto-?)?generated|auto-?generated (?:by|from|file|code)|do not edit",
    re.IGNORECASE,
)
_LFS = b"version https://git-lfs.github.com/spec/"


def language(path: str) -> str | None:
    """Name of the programming or data language, by the file's ending; None for anything else."""
    return LANGUAGES.get(PurePosixPath(path).suffix.lower())


def could_hide_boundary(path: str) -> bool:
    """Whether backend code, SQL, a migration or a configuration could stand in a file of this name.

    Pictures, documents, style sheets, lock files, declarations of types, what a bundler wrote for browsers, and JSON
    that holds data cannot; when nothing looked at them, the review is still complete.
    """
    name = PurePosixPath(path)
    if name.name.lower() in _HARMLESS_NAMES or is_documentation(path) or is_browser_bundle(path):
        return False
    if name.name.lower().endswith((".d.ts", ".d.mts", ".d.cts")):
        return False
    suffix = name.suffix.lower()
    if suffix == ".json":
        return bool(_JSON_CONFIGURATION.search(name.name))
    return suffix in LANGUAGES or suffix in _CONFIGURATION or name.name in {"Dockerfile", "CODEOWNERS", "Procfile"}


@lru_cache(maxsize=4096)  # most checks ask it of each change
def is_test(path: str) -> bool:
    """Whether the file holds tests or what tests need."""
    name = PurePosixPath(path)
    return any(part.lower() in _TEST_FOLDERS for part in name.parent.parts) or bool(_TEST_NAME.match(name.name))


def is_documentation(path: str) -> bool:
    """Whether the file is prose."""
    name = PurePosixPath(path)
    return (
        name.suffix.lower() in _DOC_SUFFIXES
        and "requirements" not in name.name.lower()
        and name.name != "CMakeLists.txt"
    )


def is_frontend(path: str) -> bool:
    """Whether the file is a template, style or component of a browser page, by its ending alone."""
    return PurePosixPath(path).suffix.lower() in _FRONTEND_SUFFIXES


def is_browser_bundle(path: str) -> bool:
    """Whether a bundler wrote the file for browsers: minified by its name, or named by its hash among such files."""
    name = PurePosixPath(path)
    if name.suffix.lower() not in {".js", ".mjs"}:
        return False
    if name.name.lower().endswith((".min.js", ".min.mjs")):
        return True
    folders = {part.lower() for part in name.parent.parts}
    return bool(folders & _BUNDLE_FOLDERS) and bool(_HASHED_NAME.search(name.stem))


def in_documentation_folder(path: str) -> bool:
    """Whether the file lies below a folder of documentation or examples."""
    return any(part.lower() in _DOC_FOLDERS for part in PurePosixPath(path).parent.parts)


def is_binary(data: bytes) -> bool:
    """Whether git would call these bytes binary: a NUL among the first 8,000."""
    return b"\0" in data[:8000]


def is_lfs_pointer(data: bytes) -> bool:
    """Whether the file is a pointer of Git LFS, whose content stands elsewhere."""
    return len(data) < 1024 and data.startswith(_LFS)


def is_generated(data: bytes) -> bool:
    """Whether one of the first comment lines says that a program wrote the file."""
    head = b"\n".join(
        line for line in data[:2000].splitlines()[:12] if line.lstrip()[:1] in b"#/*-<;\"'" and line.strip()
    )
    return bool(_GENERATED.search(head))
