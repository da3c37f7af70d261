"""A domain module imports the web or the database for the first time.

The modules of this folder, which holds the domain, knew nothing of requests, responses, sessions or HTTP clients. One
of them imports such a framework now.

Why it matters:
    Rules that can be read and tested alone are worth the layer. With the first import they need a server or a database
    to run, and the next rule is written where the first one was.

Instead:
    Let the layer outside pass in what it knows, or declare a protocol here that it fulfils.

What it does not see:
    Folders of other names; a domain that knows frameworks already. A rule of the repository's own (`layers`,
    `forbid_import`) judges any folder, and blocks if it says so.

Sources:
    Catalogue AR10; Cosmic Python, chapter 2, Repository Pattern.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from checks.declarations.pairs import is_read
from checks.kit import Action, Change, Check, Example, Hit, Kind, Options, Severity, Source
from checks.kit.files import language
from checks.kit.sentence import Sentence, at_head, code

_DOMAIN = frozenset({"domain", "entities", "use_cases", "usecases", "value_objects", "aggregates"})
_FRAMEWORKS = re.compile(
    r"^(fastapi|starlette|flask|aiohttp|django\.(http|shortcuts|views|urls|db|core\.mail)|rest_framework|ninja|requests|"
    r"httpx|urllib3|sqlalchemy|sqlmodel|psycopg2?|asyncpg|pymongo|motor|redis|boto3|botocore|celery|kombu|pika|stripe)(\.|$)"
)
_FEWEST = 2
_READ = 8  # neighbours


def find(change: Change, options: Options) -> Iterator[Hit]:
    """A hit for the first such import of a file whose folder has none at base."""
    head = change.head
    if not is_read(change) or head is None or not _DOMAIN & set(PurePosixPath(change.path).parent.parts):
        return
    for node, module in _frameworks(head):
        if change.base is not None and any(True for _ in _frameworks(change.base)):
            return
        if not _is_free_of_them(change):
            return
        says = Sentence(
            kind=Kind.INTRODUCED,
            symbol=None,
            fact=f"domain imports {module.partition('.')[0]}",
            title=f"The domain imports {code(module)}; no module of this folder imported such a framework",
            message="What could be read and tested alone now needs a server, a database or another service.",
            confidence=0.64,
        )
        yield at_head(change, node, says)
        return


def _is_free_of_them(change: Change) -> bool:
    """Whether the folder has modules at base, and none of those that are read imports such a framework."""
    folder = change.base_path.rpartition("/")[0]
    paths = [path for path in change.within.list_base(folder) if language(path) == "python"]
    beside = [path for path in paths if path != change.base_path and not path.endswith("__init__.py")][:_READ]
    read = [source for path in beside if (source := change.within.read_base(path)) is not None]
    return len(read) >= _FEWEST and not any(True for source in read for _ in _frameworks(source))


def _frameworks(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    """Imports of frameworks that run: those for type checkers alone are none."""
    for node in source.index.all(ast.Import, ast.ImportFrom):
        if any(map(_is_for_type_checkers, source.index.parents(node))):
            continue
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else _from(node)
        for name in names:
            if _FRAMEWORKS.match(name):
                yield node, name
                break


def _from(node: ast.ImportFrom) -> list[str]:
    """`from django.db import models` is `django.db.models`."""
    return [] if node.level else [f"{node.module}.{alias.name}" for alias in node.names]


def _is_for_type_checkers(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


_RULE = """
    from dataclasses import dataclass
    {extra}


    def total(order):
        return sum(line.price for line in order.lines)
"""
_PLAIN = _RULE.format(extra="from decimal import Decimal")
_FOLDER = {"shop/domain/stock.py": "def left(item):\n    return item.n\n", "shop/domain/tax.py": "RATE = 19\n"}

check = Check(
    module=__name__,
    doc=__doc__,
    codes=("AR10",),
    kind=Kind.INTRODUCED,
    severity=Severity.MEDIUM,
    action=Action.WARN,
    since="0.1.0",
    find=find,
    examples=(
        Example(
            "a rule takes a session",
            path="shop/domain/orders.py",
            context=_FOLDER,
            base=_PLAIN,
            head=_RULE.format(extra="from sqlalchemy.orm import Session"),
            finds=((2, "imports `sqlalchemy.orm.Session`"),),
        ),
        Example(
            "for the type checker alone",
            path="shop/domain/orders.py",
            context=_FOLDER,
            base=_PLAIN,
            head=_RULE.format(extra="if TYPE_CHECKING:\n        from sqlalchemy.orm import Session"),
        ),
        Example(
            "a domain that knows frameworks already",
            path="shop/domain/orders.py",
            context={**_FOLDER, "shop/domain/tax.py": "from django.db import models\n"},
            base=_PLAIN,
            head=_RULE.format(extra="from django.http import Http404"),
        ),
        Example(
            "no domain",
            path="shop/services/orders.py",
            context=_FOLDER,
            base=_PLAIN,
            head=_RULE.format(extra="import requests"),
        ),
        Example(
            "names on the internet are another domain",
            path="shop/domains/orders.py",
            context={path.replace("domain", "domains"): text for path, text in _FOLDER.items()},
            base=_PLAIN,
            head=_RULE.format(extra="import requests"),
        ),
        Example(
            "another library",
            path="shop/domain/orders.py",
            context=_FOLDER,
            base=_PLAIN,
            head=_RULE.format(extra="from attrs import frozen"),
        ),
        Example(
            "a folder that is new",
            path="shop/domain/orders.py",
            base=_PLAIN,
            head=_RULE.format(extra="import httpx"),
        ),
    ),
)
