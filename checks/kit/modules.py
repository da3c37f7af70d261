"""Where a module that is imported may stand in the repository."""

from __future__ import annotations

from pathlib import PurePosixPath


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
    root = PurePosixPath(*folder.parts[:position]) if position else PurePosixPath()
    return _files(root.joinpath(*parts))


def _files(stem: PurePosixPath) -> list[str]:
    return [f"{stem}.py", f"{stem}/__init__.py"]
