"""The files of the repository as git knows them."""

import subprocess
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]


def tracked_files(*patterns: str) -> list[Path]:
    """Paths of the tracked files that exist, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], capture_output=True, check=True, cwd=ROOT
    ).stdout.decode()
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a tracked file; bytes that are no UTF-8 are replaced."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def yaml_documents(text: str) -> list[Any]:
    """The documents of a YAML text, as plain values."""
    yaml: Any = YAML(typ="safe", pure=True)  # ruamel's own types are untyped
    return list(yaml.load_all(text))


def yaml_of(text: str) -> Any:  # noqa: ANN401  (YAML)
    """The only document of a YAML text."""
    (document,) = yaml_documents(text)
    return document
