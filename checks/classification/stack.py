"""On which side of an application a changed file stands, and with which framework it is written."""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec import Struct

from checks.kit import Change
from checks.kit.files import could_hide_boundary, in_documentation_folder, is_frontend, is_generated, is_test, language

AppSide = Literal["backend", "frontend"]

_IMPORTS_STAND_WITHIN: Final = 64_000  # bytes
_PYTHON: Final = re.compile(
    r"^[ \t]*(?:from|import)[ \t]+(django|rest_framework|ninja|fastapi|flask|aiohttp|starlette|sanic|litestar|tornado"
    r"|pyramid|falcon|bottle)\b",
    re.MULTILINE,
)
_SCRIPT: Final = re.compile(
    r"""(?:\bfrom|\bimport|\brequire\()\s*["'](express|fastify|hono|koa|@nestjs/[\w-]+|@hapi/hapi|next/server"""
    r"""|react(?:-dom)?|preact|vue|svelte|@angular/[\w-]+|solid-js)(?:/[\w./-]+)?["']"""
)
_RUBY: Final = re.compile(r"\b(Rails|ActiveRecord|ApplicationRecord|ApplicationController|ActionController|Sinatra)\b")
_GO: Final = re.compile(
    r'"(github\.com/gin-gonic/gin|github\.com/labstack/echo|github\.com/go-chi/chi|github\.com/gofiber/fiber'
    r'|net/http)(?:/v\d+)?"'
)
_JAVA: Final = re.compile(
    r"^\s*import\s+(org\.springframework|io\.quarkus|io\.micronaut|jakarta\.ws\.rs)\b", re.MULTILINE
)
_PHP: Final = re.compile(r"\b(Illuminate|Laravel|Symfony|Slim)\\")
_FAMILIES: Final = {
    "rest_framework": "django",
    "ninja": "django",
    "@hapi/hapi": "hapi",
    "next/server": "next",
    "react-dom": "react",
    "solid-js": "solid",
    "ActiveRecord": "rails",
    "ApplicationRecord": "rails",
    "ApplicationController": "rails",
    "ActionController": "rails",
    "github.com/gin-gonic/gin": "gin",
    "github.com/labstack/echo": "echo",
    "github.com/go-chi/chi": "chi",
    "github.com/gofiber/fiber": "fiber",
    "org.springframework": "spring",
    "io.quarkus": "quarkus",
    "io.micronaut": "micronaut",
    "jakarta.ws.rs": "jax-rs",
    "Illuminate": "laravel",
}
_IN_BROWSERS: Final = frozenset({"react", "preact", "vue", "svelte", "angular", "solid"})
_READERS: Final = {
    "python": _PYTHON,
    "javascript": _SCRIPT,
    "typescript": _SCRIPT,
    "ruby": _RUBY,
    "go": _GO,
    "java": _JAVA,
    "php": _PHP,
}
_SERVERS_ALONE: Final = frozenset({"python", "ruby", "go", "java", "php", "sql", "prisma", "proto", "graphql"})
"""Languages that browsers do not run; of JavaScript and TypeScript the imports tell."""


class Stack(Struct, frozen=True):
    """Where a file stands: `side` None where nothing tells, `framework` "" where no import names one."""

    side: AppSide | None
    framework: str = ""


def stack_of(change: Change) -> Stack:
    """The side and framework of a changed file, by what it imports; tests, prose and generated code stand nowhere."""
    path, source = change.path, change.head or change.base
    if is_frontend(path):
        return Stack(None if is_test(path) or in_documentation_folder(path) else "frontend")
    written_in = language(path)
    apart = is_test(path) or in_documentation_folder(path) or not could_hide_boundary(path)
    if source is None or written_in is None or apart or is_generated(source.data):
        return Stack(None)
    reader = _READERS.get(written_in)
    found = reader.search(source.data[:_IMPORTS_STAND_WITHIN].decode("latin-1")) if reader is not None else None
    framework = "" if found is None else _named(found[1])
    if framework in _IN_BROWSERS:
        return Stack("frontend", framework)
    return Stack("backend" if framework or written_in in _SERVERS_ALONE else None, framework)


def _named(word: str) -> str:
    if word.startswith(("@nestjs/", "@angular/")):
        return word[1:].partition("/")[0]
    return _FAMILIES.get(word, word.lower())
