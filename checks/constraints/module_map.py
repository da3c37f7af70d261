"""Where the modules of a repository stand: from the words of an import to a file of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from checks.constraints.imports import Import
from checks.kit.files import language

_ROOT_FILES = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "manage.py", "requirements.txt", "package.json"})
_SCRIPTS = frozenset({"javascript", "typescript"})
_ALIASES = ("@/", "~/")
"""How bundlers call the folder of the sources."""


class ModuleMap:
    """The files of one side by the modules that they are.

    A module is the path without its ending; a package's `__init__.py` and a script's `index` are the folder. The
    roots that absolute imports start from are the repository itself, every folder with a project file, and the
    `src` in each: monorepos have several.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        """Reads names only."""
        self._files: dict[str, str] = {}
        self._folders: set[str] = set()
        roots = {"", "src"}
        for path in sorted(paths):
            folder, _, name = path.rpartition("/")
            if name in _ROOT_FILES:
                roots |= {folder, _joined(folder, "src")}
            kind = language(path)
            if kind == "python" or kind in _SCRIPTS:
                self._files.setdefault(_module(path), path)
                self._folders.update(str(parent) for parent in PurePosixPath(path).parents)
        self._roots = sorted(roots, key=lambda root: (-root.count("/") - bool(root), root))

    def targets(self, importer: str, found: Import) -> Iterator[str]:
        """Paths of the files that an import of the file `importer` runs, as far as they are in the repository."""
        if language(importer) == "python":
            yield from dict.fromkeys(self._python(importer, found))
        elif language(importer) in _SCRIPTS:
            yield from self._script(importer, found.module)

    def _python(self, importer: str, found: Import) -> Iterator[str]:
        start = self._start(importer, found.module)
        if start is None:
            return
        inside = [target for name in found.names if (target := self._files.get(_joined(start, name))) is not None]
        yield from inside
        if len(inside) < max(len(found.names), 1):  # something is taken out of the module itself
            yield from filter(None, [self._deepest(start)])

    def _start(self, importer: str, module: str) -> str | None:
        """The path that a module's words mean; None for a module from outside."""
        level = len(module) - len(module.lstrip("."))
        words = [word for word in module.split(".") if word]
        if level:
            folder = PurePosixPath(importer).parent
            for _ in range(level - 1):
                folder = folder.parent
            return _joined(_plain(folder), *words)
        if not words or words[0] in sys.stdlib_module_names:
            return None
        roots = (root for root in self._around(importer) if self._has(_joined(root, words[0])))
        root = next(roots, None)
        return None if root is None else _joined(root, *words)

    def _around(self, importer: str) -> Iterator[str]:
        """Roots, those around the importer first; then the folder of a script that is started by its path."""
        inside = [root for root in self._roots if not root or importer.startswith(f"{root}/")]
        yield from inside
        folder = _plain(PurePosixPath(importer).parent)
        if folder not in self._files:
            yield folder
        yield from (root for root in self._roots if root not in inside)

    def _has(self, module: str) -> bool:
        return module in self._files or module in self._folders

    def _deepest(self, module: str) -> str | None:
        """The file of a module, or of the package around a name in it."""
        while module:
            if module in self._files:
                return self._files[module]
            if module in self._folders:
                return None  # a namespace package: it runs nothing
            module = module.rpartition("/")[0]
        return None

    def _script(self, importer: str, module: str) -> Iterator[str]:
        if module.startswith("."):
            stems = [_normal(f"{PurePosixPath(importer).parent}/{module}")]
        elif module.startswith(_ALIASES):
            stems = [_joined(root, module[2:]) for root in self._around(importer)]
        elif module.startswith("@"):  # a folder by its name (@server/models), or a package from outside
            stems = [_joined(root, module[1:]) for root in self._around(importer)]
        else:
            stems = [_joined(root, module) for root in self._roots]
        for stem in stems:
            path = self._files.get(_module(stem)) or self._files.get(stem)
            if path is not None:
                yield path
                return


def _module(path: str) -> str:
    folder, _, name = path.rpartition("/")
    for ending in (".d.ts", ".pyi", ".py", ".tsx", ".jsx", ".mts", ".cts", ".mjs", ".cjs", ".ts", ".js"):
        if name.endswith(ending):
            name = name.removesuffix(ending)
            break
    return folder if name in {"__init__", "index"} and folder else _joined(folder, name)


def _joined(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _plain(folder: PurePosixPath) -> str:
    return "" if str(folder) == "." else str(folder)


def _normal(path: str) -> str:
    """Without `.` and `..`; what leads out of the repository stays at its root."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
