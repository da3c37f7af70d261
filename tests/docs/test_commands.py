"""Every command in the pages is one, with options that it has; those that need nothing but a repository are run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from typer import Context
from typer.core import TyperCommand, TyperGroup

from tests.docs.blocks import BLOCKS, PAGES, Block, blocks_in
from tests.docs.commands import SHELLS, calls_in, calls_in_spans
from tests.docs.kinds import Kind, kind_of
from tests.house.tracked import text_of
from tests.repositories import GitRepository, new_repository
from tests.reviewer.cli.running import GUARDED, UNGUARDED, command, holdfast

CONFIG = Path(".github/holdfast.yml")
STAYS_UP_OR_ASKS_GITHUB = {"serve", "worker", "mcp", "doctor"}
NEEDS_A_DATABASE_OR_THE_CHECKOUT = {"signoffs", "incidents", "new-check", "docs"}
STANDS_FOR = {
    "PATH": "orders/views.py",
    "PATHS": "orders/views.py",
    "FILE": CONFIG.as_posix(),
    "ID": "auth/authentication-removed",
}


def refuse_wrong_words(arguments: list[str]) -> None:
    """Let the command line read the words without doing anything; it raises on what it does not know."""
    found: object = command()
    context = Context(command(), info_name="holdfast")
    rest: list[str] = list(arguments)
    while isinstance(found, TyperGroup) and rest:
        name, *rest = rest
        if name.startswith("-"):
            assert any(name in option.opts for option in found.get_params(context)), f"no option {name}"
            return
        found = found.get_command(context, name)
        assert found is not None, f"no command {name}"
    if isinstance(found, TyperCommand):
        known = {option for parameter in found.get_params(context) for option in parameter.opts}
        assert {word.split("=")[0] for word in rest if word.startswith("-") and word != "-"} <= known


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, GitRepository]:
    return {page: a_repository(tmp_path_factory.mktemp(page.stem), page) for page in PAGES if runnable(page)}


def a_repository(folder: Path, page: Path) -> GitRepository:
    """A branch that lost a guard; the page's own configuration lies beside it, to be tried."""
    repository = new_repository(folder / "shop")
    repository.commit({"orders/views.py": GUARDED, "README.md": "Shop\n"})
    repository.commit({"README.md": "The shop\n"}, "Say it better")
    repository.git("switch", "--quiet", "--create", "my-branch")
    repository.commit({"orders/views.py": UNGUARDED}, "Simplify refunds")
    configs = [block.text for block in BLOCKS if block.page == page and kind_of(block) is Kind.HOLDFAST]
    repository.write({CONFIG.as_posix(): configs[0] if configs else "version: 1\n"})
    return repository


def runnable(page: Path) -> list[tuple[Block, list[str]]]:
    kept = [block for block in blocks_in(*SHELLS) if block.page == page and not block.not_run]
    left_out = STAYS_UP_OR_ASKS_GITHUB | NEEDS_A_DATABASE_OR_THE_CHECKOUT
    return [(block, call) for block in kept for call in calls_in(block.text) if call and call[0] not in left_out]


CALLS = [(block, call) for page in PAGES for block, call in runnable(page) if not call[0].startswith("-")]


@pytest.mark.parametrize(("block", "call"), CALLS, ids=[f"{block}-{' '.join(call)}" for block, call in CALLS])
def test_a_command_does_what_it_should(
    block: Block, call: list[str], repositories: dict[Path, GitRepository], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = repositories[block.page]
    monkeypatch.chdir(repository.path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(repository.path.parent / "cache"))
    words = [STANDS_FOR.get(word.strip("[]"), word) for word in call]
    if "--repo" in words:
        words[words.index("--repo") + 1] = str(repository.path)
    written = CONFIG.read_bytes()
    if words[0] == "init":
        CONFIG.unlink()
    done = holdfast(*words)
    CONFIG.write_bytes(written)
    assert done.status in {0, 1}, done.err
    assert done.out


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_command_is_one_with_options_that_it_has(page: Path) -> None:
    for block in blocks_in(*SHELLS):
        if block.page == page:
            for call in calls_in(block.text):
                refuse_wrong_words(call)
    for call in calls_in_spans(text_of(page)):
        refuse_wrong_words(call)


@pytest.mark.parametrize(
    "words",
    [
        ["reviw"],
        ["review", "--bse", "main"],
        ["--verbose"],
        ["config", "chek"],
        ["signoffs", "export", "--fmt", "json"],
    ],
)
def test_a_command_that_is_none_is_seen(words: list[str]) -> None:
    with pytest.raises(AssertionError):
        refuse_wrong_words(words)


def test_every_shell_block_can_be_read_by_a_shell() -> None:
    for block in blocks_in("sh", "console"):
        text = "\n".join(line.removeprefix("$ ") for line in block.text.splitlines())
        done = subprocess.run(["sh", "-n"], input=text, text=True, capture_output=True, check=False, env=os.environ)
        assert done.returncode == 0, f"{block}: {done.stderr}"
