"""What a review reads from GitHub is, byte for byte, what git holds."""

from __future__ import annotations

import pytest

from checks.kit import Status
from reviewer.domain.errors import HostDown, Superseded
from reviewer.domain.material import Blob, ChangedFile, Material
from reviewer.github import contents
from reviewer.github.host import GitHubHost
from tests.fakes.github import acts
from tests.fakes.github.fast_import import Entry, Files, Signature, executable, submodule, symlink
from tests.fakes.github.faults import Fault, graphql_errors
from tests.fakes.github.faults import Status as Answered
from tests.reviewer.github.conftest import HEAD, Shop

LONG = b"x = 1\n" * 20_000  # 120 kB
TOO_LARGE = b"y = 2\n" * 83_334  # 500,004 bytes
LATIN = "größe = 1\n".encode("latin-1")


async def read(shop: Shop, host: GitHubHost) -> Material:
    return await host.material(shop.key, shop.pull.head_sha)


async def changed(shop: Shop, host: GitHubHost, base: Files, head: Files) -> dict[str, ChangedFile]:
    """The change from one set of files to the other, in a pull request of its own."""
    acts.commit(shop.world, shop.repository, "old", {**base, "keep": b"1\n"}, parents=())
    acts.branch(shop.repository, "new", at="old")
    acts.commit(shop.world, shop.repository, "new", head)
    shop.pull = acts.open_pull(shop.world, shop.repository, "new", base="old")
    return {file.path: file for file in (await read(shop, host)).files}


def regular(data: bytes, mode: str = "100644") -> Blob:
    return Blob(mode, len(data), data)


async def test_the_range_starts_at_the_merge_base(shop: Shop, host: GitHubHost) -> None:
    start = shop.repository.git.resolve("refs/heads/main")
    tip = acts.commit(shop.world, shop.repository, "main", {"elsewhere.py": b"1\n"})
    material = await read(shop, host)
    assert material.revision.base == start
    assert material.revision.base_tip == tip
    assert material.revision.head == shop.pull.head_sha
    assert [file.path for file in material.files] == ["orders/views.py"]


async def test_every_kind_of_change(shop: Shop, host: GitHubHost) -> None:
    files = await changed(
        shop,
        host,
        {"changed.py": b"a\n", "gone.py": b"b\n", "old.py": LONG, "mode.py": b"m\n", "same.py": b"s\n"},
        {
            "changed.py": b"a\nb\n",
            "gone.py": None,
            "old.py": None,
            "dir/new.py": LONG,
            "mode.py": executable(b"m\n"),
            "added.py": b"",
        },
    )
    assert files == {
        "changed.py": ChangedFile("changed.py", None, Status.MODIFIED, regular(b"a\n"), regular(b"a\nb\n")),
        "gone.py": ChangedFile("gone.py", None, Status.REMOVED, regular(b"b\n"), None),
        "dir/new.py": ChangedFile("dir/new.py", "old.py", Status.RENAMED, regular(LONG), regular(LONG)),
        "mode.py": ChangedFile("mode.py", None, Status.MODIFIED, regular(b"m\n"), regular(b"m\n", "100755")),
        "added.py": ChangedFile("added.py", None, Status.ADDED, None, regular(b"")),
    }


async def test_what_is_no_regular_file_keeps_its_mode_and_no_bytes(shop: Shop, host: GitHubHost) -> None:
    files = await changed(
        shop,
        host,
        {"link": symlink("keep"), "was_file": b"1\n", "lib": submodule("a" * 40)},
        {"link": symlink("/etc/passwd"), "was_file": symlink("keep"), "lib": submodule("b" * 40)},
    )
    assert files["link"].head == Blob("120000", 11, None)
    assert files["was_file"].base == regular(b"1\n")
    assert files["was_file"].head == Blob("120000", 4, None)
    assert files["lib"].head == Blob("160000", 0, None)


async def test_a_file_over_the_limit_is_known_by_its_size_and_not_fetched_again(shop: Shop, host: GitHubHost) -> None:
    files = await changed(shop, host, {"a.py": b"1\n"}, {"a.py": TOO_LARGE})
    assert files["a.py"].head == Blob("100644", len(TOO_LARGE), None)
    assert not [call for call in shop.calls() if call.startswith("GET") and "..." not in call]


async def test_a_file_of_just_the_limit_is_read(shop: Shop, host: GitHubHost) -> None:
    files = await changed(shop, host, {}, {"a.py": b"z" * 500_000})
    assert files["a.py"].head == regular(b"z" * 500_000)


async def test_binary_has_no_bytes_and_costs_no_request(shop: Shop, host: GitHubHost) -> None:
    files = await changed(shop, host, {"a.png": b"\0\1"}, {"a.png": b"\0\2\xff"})
    assert files["a.png"].head == Blob("100644", 3, None, "binary")
    assert not [call for call in shop.calls() if call.startswith("GET") and "..." not in call]


@pytest.mark.parametrize(
    "data",
    [
        LATIN,
        b"\xef\xbb\xbfx = 1\n",
        b"a\r\nb\rc\n",
        "ä\u2028ö\U0001f600\n".encode(),
        "u\u0308".encode(),
        b"\x01\x02\x1b[31m\n",
        b"lone \xed\xa0\x80 surrogate\n",
        b"x" + b"\r" * 100,
        b"y" * 9000 + b"\0 late\n",
    ],
)
async def test_the_bytes_are_gits(shop: Shop, host: GitHubHost, data: bytes) -> None:
    files = await changed(shop, host, {}, {"a.py": data})
    assert files["a.py"].head == regular(data)


async def test_text_that_github_cuts_is_read_whole(shop: Shop, host: GitHubHost) -> None:
    shop.world.truncate_text_at = 50_000
    files = await changed(shop, host, {}, {"a.py": LONG})
    assert files["a.py"].head == regular(LONG)


async def test_only_so_many_files_are_read_one_by_one(shop: Shop, host: GitHubHost) -> None:
    many = {f"{n:02}.py": LATIN + b"# %d\n" % n for n in range(25)}
    files = await changed(shop, host, {}, many)
    heads = [file.head for file in files.values() if file.head is not None]
    assert sum(head.data is not None for head in heads) == 20
    assert {head.missing for head in heads if head.data is None} == {"GitHub shows no text of it"}


async def test_names_are_only_names(shop: Shop, host: GitHubHost) -> None:
    names = [
        'say "hi".py',
        "back\\slash.py",
        "new\nline.py",
        "${x}.py",
        "日本 語.py",
        "a:b.py",
        "-o.py",
        "..py",
        "%2e%2e",
    ]
    wanted = {name: b"# %d\n" % n for n, name in enumerate(names)}
    files = await changed(shop, host, {}, wanted)
    assert {name: file.head for name, file in files.items()} == {name: regular(data) for name, data in wanted.items()}


async def test_two_hundred_and_fifty_files_take_three_requests(shop: Shop, host: GitHubHost) -> None:
    base = {f"{n:03}.py": b"%d\n" % n for n in range(250)}
    files = await changed(shop, host, base, {name: data + b"more\n" for name, data in base.items()})
    assert len(files) == 250
    assert all(file.head == regular(base[name] + b"more\n") for name, file in files.items())
    assert shop.calls().count("POST graphql") == 1 + 3


async def test_over_300_files_all_pages_are_read(shop: Shop, host: GitHubHost) -> None:
    files = await changed(shop, host, {}, {f"{n:03}.py": b"%d\n" % n for n in range(305)})
    assert len(files) == 305
    assert shop.calls().count("GET files") == 4


async def test_exactly_300_files_are_cross_checked(shop: Shop, host: GitHubHost) -> None:
    await changed(shop, host, {}, {f"{n:03}.py": b"%d\n" % n for n in range(300)})
    material = await read(shop, host)
    assert (len(material.files), material.not_listed) == (300, "")


async def test_what_github_does_not_list_is_said(shop: Shop, host: GitHubHost) -> None:
    shop.world.files_cap = 310
    await changed(shop, host, {}, {f"{n:03}.py": b"%d\n" % n for n in range(333)})
    material = await read(shop, host)
    assert len(material.files) == 310
    assert material.not_listed == "23 of 333 changed files were not read: GitHub lists no more."


async def test_a_listed_file_that_is_not_shown_is_missing_and_not_empty(shop: Shop, host: GitHubHost) -> None:
    """A name that is no UTF-8 comes mangled, and nothing stands under the mangled one."""
    acts.commit(shop.world, shop.repository, "old", {"keep": b"1\n"}, parents=())
    git = shop.repository.git
    blob = git.text("hash-object", "-w", "--stdin")  # the empty blob
    listing = b"100644 blob " + blob.encode() + b"\tna\xefve.py\0"
    tree = git.run("mktree", "-z", given=listing).decode().strip()
    made = git.text(
        "-c", "user.name=a", "-c", "user.email=a", "commit-tree", "-m", "x", "-p", git.resolve("refs/heads/old"), tree
    )
    git.set_ref("refs/heads/new", made)
    shop.pull = acts.open_pull(shop.world, shop.repository, "new", base="old")
    files = {file.path: file for file in (await read(shop, host)).files}
    head = files["na\ufffdve.py"].head
    assert head is not None
    assert (head.data, head.missing) == (None, "GitHub shows no file of this name")


async def test_a_batch_that_is_too_much_is_halved(shop: Shop, host: GitHubHost) -> None:
    too_slow = graphql_errors({"message": "Something went wrong. This may be the result of a timeout."})
    base = {f"{n:03}.py": b"%d\n" % n for n in range(40)}
    await host.head_of(shop.key)
    shop.world.faults.append(Fault(too_slow, path="/graphql", skip=1))
    files = await changed(shop, host, base, {name: data + b"more\n" for name, data in base.items()})
    assert all(file.head == regular(base[name] + b"more\n") for name, file in files.items())


async def test_halving_ends(shop: Shop, host: GitHubHost) -> None:
    too_slow = graphql_errors({"message": "This may be the result of a timeout."})
    await host.head_of(shop.key)
    shop.world.faults.append(Fault(too_slow, path="/graphql", times=1000))
    with pytest.raises(HostDown):
        await read(shop, host)
    assert shop.calls().count("POST graphql") == 2
    assert contents.SMALLEST_BATCH > 2


async def test_commits_come_newest_first_with_both_people(shop: Shop, host: GitHubHost) -> None:
    tool = Signature("Claude", "noreply@anthropic.com")
    acts.push(shop.world, shop.pull, {"b.py": b"1\n"}, message="One\n\nCo-Authored-By: x <x@y>", committer=tool)
    first, second = (await read(shop, host)).commits
    assert (first.sha, first.message) == (shop.pull.head_sha, "One\n\nCo-Authored-By: x <x@y>")
    assert (first.author_name, first.committer_name, first.committer_email) == ("ana", tool.name, tool.email)
    assert second.message == "Simplify pay"


async def test_of_very_many_commits_the_newest_are_read_and_it_is_said(shop: Shop, host: GitHubHost) -> None:
    who = b"a <a@b> 0 +0000"
    commits = [
        b"commit refs/heads/long\nauthor %s\ncommitter %s\ndata %d\n%d\n%s" % (who, who, len(str(n)), n, start)
        for n, start in enumerate([b"from refs/heads/feature^0\n", *[b""] * 259])
    ]
    shop.repository.git.run("fast-import", "--quiet", given=b"\n".join(commits))
    shop.pull = acts.open_pull(shop.world, shop.repository, "long")
    material = await read(shop, host)
    assert [commit.message for commit in material.commits[:2]] == ["259", "258"]
    assert len(material.commits) == 250
    assert material.revision.note == "Who wrote it was read from the newest 250 commits."


@pytest.mark.parametrize(
    ("file", "data"),
    [
        (b"version: 1\n", b"version: 1\n"),
        (LATIN, LATIN),
        (b"", b""),
        (symlink("../x.yml"), b"../x.yml"),
    ],
)
async def test_the_configuration_is_handed_on_as_it_stands(
    shop: Shop, host: GitHubHost, file: bytes | Entry, data: bytes
) -> None:
    acts.commit(shop.world, shop.repository, "main", {".github/holdfast.yml": file})
    config = (await read(shop, host)).config
    assert config is not None
    assert (config.path, config.data, config.also_at) == (".github/holdfast.yml", data, ())


async def test_a_huge_or_binary_configuration_is_never_taken_for_none(shop: Shop, host: GitHubHost) -> None:
    for huge in (TOO_LARGE * 2, b"\0" * 10, b"\0" * 600_000):
        acts.commit(shop.world, shop.repository, "main", {".github/holdfast.yml": huge})
        await host.head_of(shop.key)
        config = (await read(shop, host)).config
        assert config is not None
        assert config.data[:1] == huge[:1]


async def test_a_head_that_moved_is_superseded(shop: Shop, host: GitHubHost) -> None:
    old = shop.pull.head_sha
    acts.push(shop.world, shop.pull, {"b.py": b"1\n"})
    with pytest.raises(Superseded):
        await host.material(shop.key, old)


async def test_a_commit_that_is_not_shown_yet_is_asked_for_later(shop: Shop, host: GitHubHost) -> None:
    await host.head_of(shop.key)
    data = {"data": {"repository": {"c0": None, "c1": None}}}
    shop.world.faults.append(Fault(Answered(200, data), path="/graphql"))
    with pytest.raises(HostDown, match="does not show the commit"):
        await read(shop, host)


async def test_a_pull_request_from_a_fork(shop: Shop, host: GitHubHost) -> None:
    fork = acts.fork(shop.world, shop.repository, "zoe")
    acts.branch(fork, "patch")
    acts.commit(shop.world, fork, "patch", {"orders/views.py": HEAD}, author="zoe")
    shop.pull = acts.open_pull(shop.world, shop.repository, "patch", author="zoe", fork=fork)
    shop.pull.head_repository = None
    material = await read(shop, host)
    assert [file.head for file in material.files] == [regular(HEAD)]


async def test_the_default_of_the_organisation_stands_beside_the_configuration(shop: Shop, host: GitHubHost) -> None:
    default = {".github/holdfast.yaml": b"inline_limit: 3\n"}
    acts.commit(shop.world, shop.world.repository("acme/.github"), "main", default)
    found = (await read(shop, host)).default_config
    assert found is not None
    assert (found.path, found.data) == ("acme/.github:.github/holdfast.yaml", b"inline_limit: 3\n")
