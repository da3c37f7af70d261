"""Empty git repositories, written as `git init` writes them; it is asked once for each kind of them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path


def write_empty_repository(path: Path, *options: str) -> None:
    """Makes the folder and what `git init` with these options, without a template, would put into it."""
    for name, content in _written(options):
        file = path / name
        if content is None:
            file.mkdir(parents=True, exist_ok=True)
        else:
            file.write_bytes(content)


@cache
def _written(options: tuple[str, ...]) -> tuple[tuple[str, bytes | None], ...]:
    """Folders, as None, before what lies in them."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "--quiet", "--template=", *options, folder], check=True, env=_environment())
        made = sorted(Path(folder).rglob("*"))
        return (
            (".", None),
            *((str(each.relative_to(folder)), each.read_bytes() if each.is_file() else None) for each in made),
        )


def _environment() -> dict[str, str]:
    return {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
