"""The locks pin everything that pyproject.toml names, with hashes, and agree with one another."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tracked import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("app", "build", "dev")


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned distribution of a lock; `because` is the text of its `# via` line."""

    requirement: Requirement
    hashes: int
    because: str

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)


def read_lock(text: str) -> tuple[Pin, ...]:
    return tuple(_pins(text))


def _pins(text: str) -> Iterator[Pin]:
    for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        if not block.strip() or block.startswith("#"):
            continue
        because = "".join(re.findall(r"# via (.*)", block))
        requirement = block.split(" \\")[0].split("\n")[0]
        yield Pin(Requirement(requirement), block.count("--hash=sha256:"), because)


def lock(name: str) -> tuple[Pin, ...]:
    return read_lock((ROOT / "requirements" / f"{name}.lock").read_text())


def group(name: str) -> list[Requirement]:
    wanted: list[Requirement] = []
    entries: list[str | dict[str, str]] = PROJECT["dependency-groups"][name]
    for entry in entries:
        wanted += group(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return wanted


def named() -> dict[str, list[Requirement]]:
    extras = [line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines]
    app = [Requirement(line) for line in (*PROJECT["project"]["dependencies"], *extras)]
    return {"app": app, "build": group("build"), "dev": app + group("dev")}


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_is_exact_and_has_hashes(name: str) -> None:
    pins = lock(name)
    assert len(pins) > 0
    assert [str(pin.requirement) for pin in pins if pin.hashes == 0] == []
    assert [str(pin.requirement) for pin in pins if not re.fullmatch("==[^,*]+", str(pin.requirement.specifier))] == []
    assert [str(pin.requirement) for pin in pins if pin.requirement.url] == []


def test_a_pin_without_a_hash_is_seen() -> None:
    with_hash, without = read_lock(
        "a==1.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n    # via x\nb==2.0\n    # via a\n"
    )
    assert (with_hash.hashes, with_hash.because) == (2, "x")
    assert (without.hashes, without.name) == (0, "b")


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_what_pyproject_names_and_for_no_other_reason(name: str) -> None:
    asked = {canonicalize_name(requirement.name) for requirement in named()[name]}
    direct = {pin.name for pin in lock(name) if "holdfast (pyproject.toml" in pin.because}
    assert direct == asked


@pytest.mark.parametrize("name", LOCKS)
def test_the_pins_satisfy_pyproject(name: str) -> None:
    versions = {pin.name: next(iter(pin.requirement.specifier)).version for pin in lock(name)}
    wrong = [str(want) for want in named()[name] if versions[canonicalize_name(want.name)] not in want.specifier]
    assert wrong == []


@pytest.mark.parametrize("name", ["app", "build"])
def test_developers_have_what_is_shipped(name: str) -> None:
    # Versions, not markers: what the product needs on some platforms a developer's tool may need on all.
    shipped, present = ({(pin.name, str(pin.requirement.specifier)) for pin in lock(of)} for of in (name, "dev"))
    assert shipped <= present


def test_the_build_backend_is_locked() -> None:
    backend = {canonicalize_name(Requirement(line).name) for line in PROJECT["build-system"]["requires"]}
    assert backend <= {pin.name for pin in lock("build")}
