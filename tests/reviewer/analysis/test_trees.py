from checks.kit import Side
from reviewer.analysis.trees import MAX_WANTED, SnapshotTree
from reviewer.domain.analysis import WantedFile


def test_what_is_at_hand_is_read_and_not_asked_for() -> None:
    wanted: list[WantedFile] = []
    tree = SnapshotTree(Side.LEFT, {(Side.LEFT, "a.py"): b"x = 1\n", (Side.LEFT, "b.py"): None}, wanted)
    source = tree.read("a.py")
    assert source is not None
    assert source.data == b"x = 1\n"
    assert tree.read("b.py") is None
    assert wanted == []


def test_what_is_not_at_hand_is_asked_for_once() -> None:
    wanted: list[WantedFile] = []
    tree = SnapshotTree(Side.RIGHT, {(Side.LEFT, "a.py"): b""}, wanted)
    assert tree.read("a.py") is None
    assert tree.read("a.py") is None
    assert tree.list("shop") == ()
    assert wanted == [(Side.RIGHT, "a.py"), (Side.RIGHT, "shop/")]


def test_a_folder_is_listed_with_whole_paths() -> None:
    known: dict[WantedFile, bytes | None] = {
        (Side.LEFT, "shop/"): b"views.py\0admin.py",
        (Side.LEFT, "/"): b"manage.py",
        (Side.LEFT, "no/"): None,
    }
    tree = SnapshotTree(Side.LEFT, known, [])
    assert tree.list("shop") == ("shop/admin.py", "shop/views.py")
    assert tree.list("") == ("manage.py",)
    assert tree.list("no") == ()


def test_one_review_asks_for_a_handful() -> None:
    wanted: list[WantedFile] = []
    tree = SnapshotTree(Side.LEFT, {}, wanted)
    for number in range(10 * MAX_WANTED):
        tree.read(f"f{number}.py")
    assert len(wanted) == MAX_WANTED
