"""Prints THIRD_PARTY_NOTICES.md: each distribution of requirements/app.lock, from the metadata of what is installed."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE: Final = Path(__file__).parent
LOCK: Final = HERE.parent / "requirements/app.lock"
NOTICES: Final = HERE.parent / "THIRD_PARTY_NOTICES.md"
_CLASSIFIERS: Final[Mapping[str, str]] = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Those that name one licence; "BSD License" does not."""
_TEXT: Final = re.compile(r"(?:licen[sc]e|copying|notice)[^/]*", re.IGNORECASE)
_ABOUT: Final = """\
<!-- Printed by `./dev notices`; what it cannot read stands in licences/licences.toml. -->

# Third-party notices
Holdfast itself is under the Apache License 2.0 (`LICENSE`). It stands on these distributions, which
`requirements/app.lock` pins and the container image holds. None is changed or copied into Holdfast's own wheel. Each
brings the text of its licence along, in its `.dist-info` folder under the names given here; where none is given, its
project's page has it.
"""


class Unread(Exception):
    """A distribution whose licence nobody has read."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One distribution: its licence as an SPDX expression, and the names of the files that hold its text."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    inside: str


@dataclass(frozen=True, slots=True)
class Licences:
    """What a person has read, by canonical name; see licences/licences.toml."""

    allowed: frozenset[str]
    read: Mapping[str, str]
    inside: Mapping[str, str]


def read_licences() -> Licences:
    """Read licences/licences.toml."""
    told = tomllib.loads((HERE / "licences.toml").read_text(encoding="utf-8"))
    return Licences(frozenset(told["allowed"]), told["read"], told["inside"])


def notices(lock: str, licences: Licences) -> Iterator[Notice]:
    """Yield a notice for every pin of a lock, in its order.

    Raises:
        Unread: neither the metadata nor licences.toml names a licence.
    """
    for line in lock.splitlines():
        if line and line[0] not in " #":
            pin = Requirement(line.removesuffix("\\").strip())
            name = canonicalize_name(pin.name)
            version = next(iter(pin.specifier)).version
            # What is not everywhere is not read here, so that every machine prints the same.
            about = None if pin.marker else metadata.metadata(name)
            licence = licences.read.get(name) or (None if about is None else _licence(about))
            if licence is None:
                raise Unread(f"{name} {version}: its metadata names no licence; read it into licences/licences.toml")
            yield Notice(name, version, licence, () if about is None else _texts(name), licences.inside.get(name, ""))


def page(found: Iterator[Notice]) -> str:
    """The notices as Markdown."""
    rows = [
        f"| {it.name} | {it.version} | {it.licence} | {', '.join(f'`{text}`' for text in it.texts)} | {it.inside} |"
        for it in found
    ]
    head = ["| distribution | version | licence | its text | and inside |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([_ABOUT, *head, *rows, ""])


def is_allowed(expression: str, allowed: frozenset[str]) -> bool:
    """Whether one may choose allowed licences; an expression with brackets or exceptions is for a person to read."""
    return any(
        all(licence.strip() in allowed for licence in choice.split(" AND ")) for choice in expression.split(" OR ")
    )


def _licence(about: metadata.PackageMetadata) -> str | None:
    said: list[str] = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])]
    lines: list[str] = about.get_all("Classifier") or []
    said += [_CLASSIFIERS.get(line.rpartition(" :: ")[2], "") for line in lines if "License ::" in line]
    for text in said:
        try:
            return canonicalize_license_expression(text)
        except InvalidLicenseExpression:
            continue
    return None


def _texts(name: str) -> tuple[str, ...]:
    files = metadata.files(name) or []
    return tuple(sorted({it.name for it in files if ".dist-info" in str(it) and _TEXT.fullmatch(it.name)}))


if __name__ == "__main__":
    try:
        NOTICES.write_text(page(notices(LOCK.read_text(encoding="utf-8"), read_licences())))
    except Unread as problem:
        sys.exit(str(problem))
