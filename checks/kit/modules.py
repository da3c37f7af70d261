"""Where a module that is imported may stand in the repository."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import PurePosixPath

_OUTSIDE = sys.stdlib_module_names | frozenset(
    "aiohttp alembic attr boto3 celery cryptography dateutil django django_filters drf_spectacular fastapi flask "
    "flask_login flask_sqlalchemy graphene httpx jose jwt kombu marshmallow ninja numpy pandas passlib pydantic "
    "pyramid pytest redis requests rest_framework sentry_sdk simple_history sqlalchemy sqlmodel starlette strawberry "
    "stripe structlog tenacity urllib3 wtforms yaml zope".split()
)


def module_paths(importer: str, module: str) -> list[str]:
    """Paths where a module may stand, nearest first: below the folder that importer and module share.

    Only names that share their first part with the importer's own path are looked for: a package
    from outside of the repository is never asked for. `module` carries a leading dot per level of a
    relative import.
    """
    folder = PurePosixPath(importer).parent
    level = len(module) - len(module.lstrip("."))
    parts = [part for part in module.split(".") if part]
    if level:
        around = folder
        for _ in range(level - 1):
            around = around.parent
        return _files(around.joinpath(*parts))
    if not parts or parts[0] not in folder.parts:
        return []
    position = folder.parts.index(parts[0])
    root = PurePosixPath(*folder.parts[:position])
    # A project folder often holds a package of its own name: `shop/shop/settings.py`.
    return [*_files(root.joinpath(*parts)), *_files(root.joinpath(parts[0], *parts))]


def sibling_paths(importer: str, module: str, imported: Iterable[str]) -> list[str]:
    """Paths of a module that stands beside the importer's own package, where the importer shows its root.

    `shop/orders/views.py` that imports `orders.models` has the root `shop`, so that `users.access` may
    stand in `shop/users/access.py`. Nothing for relative names and for packages known to come from outside.

    Args:
        importer: path of the importing file.
        module: absolute dotted name.
        imported: dotted origins of everything that the file imports.
    """
    first = module.partition(".")[0]
    folder = PurePosixPath(importer).parent
    if not first or first in _OUTSIDE or first in folder.parts:
        return []
    own = {origin.partition(".")[0] for origin in imported}
    position = next((place for place, part in enumerate(folder.parts) if part in own), None)
    return [] if position is None else _files(PurePosixPath(*folder.parts[:position]).joinpath(*module.split(".")))


def _files(stem: PurePosixPath) -> list[str]:
    return [f"{stem}.py", f"{stem}/__init__.py"]
