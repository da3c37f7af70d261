"""A first configuration: what it says of a repository, and that it is right as it stands."""

from pathlib import Path

import pytest

from tests.repositories import Files, GitRepository, clone, new_repository
from tests.reviewer.cli.running import GUARDED, holdfast

GUARDS = """\
from django.core.exceptions import PermissionDenied


def club_only(view):
    def inner(request, *args):
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args)
    return inner


def traced(view):
    return view
"""
VIEWS = "".join(f"@club_only\n@traced\ndef show{n}(request):\n    return {n}\n\n\n" for n in range(4))
MODELS = """\
class Order(models.Model):
    status = models.CharField(choices=STATUSES)
    phase = Column(Enum(Phase))
    statement = models.CharField(choices=STATUSES)
    state = models.CharField()


class OrderForm(Form):
    status = ChoiceField(choices=STATUSES)
"""
FILES: Files = {
    "shop/guards.py": GUARDS,
    "shop/views.py": f"from shop.guards import club_only, traced\n\n\n{VIEWS}",
    "shop/models.py": MODELS,
    "shop/services/a.py": "x = 1\n",
    "shop/services/b.py": "x = 1\n",
    "shop/models_extra.py": "x = 1\n",
    "billing/models.py": "x = 1\n",
    "orders/views.py": GUARDED,
    ".github/CODEOWNERS": "* @acme/core\norders/ @acme/security ana@example.com\n",
}


def shop(folder: Path, files: Files) -> GitRepository:
    repository = new_repository(folder)
    repository.commit(files)
    return repository


def proposed(folder: Path, files: Files) -> str:
    done = holdfast("init", "--print", "--repo", shop(folder, files).path)
    assert (done.status, done.err) == (0, "")
    return done.out


def test_it_says_what_the_repository_shows(tmp_path: Path) -> None:
    text = proposed(tmp_path / "shop", FILES)
    assert text.startswith("# yaml-language-server: $schema=https://")
    assert '  authorization: ["club_only"]' in text
    assert "traced" not in text
    assert "  shop.models.Order.status: {terminal: []}\n  shop.models.Order.phase: {terminal: []}\n" in text
    assert "statement" not in text
    assert "OrderForm" not in text
    assert 'layers: ["views", "services", "models"]' in text
    assert 'sign_off: {teams: ["security"]}' in text


ATTRIBUTES = """\
# What a program wrote.
*.pb.go   linguist-generated
client/src/v1.ts text eol=lf linguist-generated=true
sdk/** linguist-generated=true
sdk/hand.py -linguist-generated
"""
GENERATED: Files = {
    "rpc/shop.pb.go": "package rpc\n",
    "client/src/v1.ts": "export {}\n",
    "sdk/a.py": "x = 1\n",
    "sdk/hand.py": "x = 1\n",
}


def test_what_the_repository_calls_generated_is_excluded(tmp_path: Path) -> None:
    text = proposed(tmp_path / "shop", {**FILES, **GENERATED, ".gitattributes": ATTRIBUTES})
    globs = ("*.pb.go", "client/src/v1.ts", "sdk/**", "!sdk/hand.py")
    assert "exclude:\n" + "".join(f'  - "{glob}"\n' for glob in globs) in text


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        "*.py text\n",
        "*.rb linguist-generated\n",  # of which there is none
        "sdk linguist-generated\nsdk/ linguist-generated\n",  # a folder, of whose files git knows nothing by that
        "s* linguist-generated\n/sdk/ linguist-generated\n",
        "sdk/** -linguist-generated\nsdk/** linguist-generated=false\n",
        "sdk/** linguist-generated -linguist-generated\n",
        "sdk/** linguist-vendored linguist-generatedly\n",
        "#sdk/** linguist-generated\n[attr]x.y linguist-generated\n",
        '"sdk/**" linguist-generated\n',
        b"\xff\xfe\0",
    ],
)
def test_what_nobody_calls_generated_is_not(tmp_path: Path, attributes: str | bytes) -> None:
    assert "exclude" not in proposed(tmp_path / "shop", {**FILES, **GENERATED, ".gitattributes": attributes})


@pytest.mark.parametrize(
    "files",
    [
        FILES,
        {**FILES, **GENERATED, ".gitattributes": ATTRIBUTES},
        {"a.py": "x = 1\n"},
        {"README.md": "x\n"},
        {"a.py": b"\xff\xfe", "b.py": "def a(:\n", "c.py": "x = (" * 3000, "big.py": b"#" * 600_000},
        {"a\nb: 'c.py": GUARDED, 'd"e.py': GUARDED, "f]g/views.py": GUARDED},
        {"models.py": "class status(Model):\n    status = CharField(choices=x)\n"},
        {".github/CODEOWNERS": b'\xff\n[a @x/y\n* @org/"t\n* @a/b\n', "a/views.py": GUARDED},
    ],
)
def test_whatever_stands_there_the_proposal_is_right(tmp_path: Path, files: Files) -> None:
    own = tmp_path / "own.yml"
    own.write_text(proposed(tmp_path / "shop", files))
    assert holdfast("config", "check", own).err == ""


def test_it_is_written_where_it_counts_and_never_over_a_file(tmp_path: Path) -> None:
    repository = shop(tmp_path / "shop", FILES)
    done = holdfast("init", "--repo", repository.path / "orders")
    assert (done.status, done.out.split(" ")[0]) == (0, ".github/holdfast.yml")
    file = repository.path / ".github/holdfast.yml"
    text = file.read_text()
    again = holdfast("init", "--repo", repository.path)
    assert again.status == 2
    assert again.err == "holdfast: .github/holdfast.yml is there already (--print shows the proposal beside it)\n"
    assert file.read_text() == text


def test_a_bare_repository_can_only_be_printed(tmp_path: Path) -> None:
    bare = clone(shop(tmp_path / "shop", FILES), tmp_path / "bare", "--bare")
    assert holdfast("init", "--print", "--repo", bare.path).status == 0
    done = holdfast("init", "--repo", bare.path)
    assert (done.status, "bare repository" in done.err) == (2, True)


def test_no_repository_and_no_commit_are_status_2(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert holdfast("init", "--repo", tmp_path / "nothing").status == 2
    assert holdfast("init", "--repo", new_repository(tmp_path / "empty").path).status == 2
