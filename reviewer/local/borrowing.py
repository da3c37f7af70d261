"""An empty repository that borrows the objects of the one under review, so that git reads them and no more.

The configuration, attributes, replaced objects and promisor remotes of the repository under review are out of
its sight: git then cannot run what they name, cannot fetch, and says of an object that a partial clone lacks
plainly that it is missing (asked in the clone itself, `git cat-file` breaks off there).
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from reviewer.local.git import Place
from reviewer.local.repository import Repository

_CONFIG = {
    "sha1": "[core]\n\trepositoryformatversion = 0\n\tbare = true\n",
    "sha256": "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = sha256\n",
}


@contextmanager
def borrow_objects(repository: Repository) -> Generator[Place]:
    """A place where git sees the objects of `repository`, where its history is cut off, and nothing else of it."""
    with tempfile.TemporaryDirectory(prefix="holdfast-") as name:
        folder = Path(name)
        (folder / "refs").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        (folder / "config").write_text(_CONFIG[repository.object_format], encoding="ascii")
        if repository.shallow:
            shutil.copyfile(repository.common_dir / "shallow", folder / "shallow")
        objects = repository.common_dir / "objects"
        yield Place(folder, {"GIT_DIR": name, "GIT_OBJECT_DIRECTORY": str(objects)})
