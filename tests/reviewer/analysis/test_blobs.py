"""Files for other programs: regular, private, under names of our own, and gone afterwards."""

import stat

import pytest

from checks.kit import Source
from reviewer.analysis.blobs import blob_of, folder_of


def test_marks_and_line_breaks_go_and_lines_stay() -> None:
    blob = blob_of(Source("a.js", b"\xef\xbb\xbfa\r\nb\rc\n"))
    assert (blob.text, blob.data) == ("a\nb\nc\n", b"a\nb\nc\n")


def test_other_encodings_become_utf_8() -> None:
    blob = blob_of(Source("a.py", "# coding: latin-1\nä = 1\n".encode("latin-1")))
    assert blob.data == "# coding: latin-1\nä = 1\n".encode()


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "/etc/passwd", "a/../b.js", "-rf.js", "a\0b.js", "a.js; rm -rf .ts", "a\udcff.rb", ".js"],
)
def test_no_part_of_a_path_becomes_a_file_name_but_a_known_ending(path: str) -> None:
    name = blob_of(Source(path, b"a")).file_name
    stem, _, suffix = name.partition(".")
    assert len(stem) == 40
    assert set(stem) <= set("0123456789abcdef")
    assert suffix in {"", "js", "ts", "rb"}


def test_equal_bytes_on_other_paths_are_other_blobs_with_one_digest() -> None:
    one, other = blob_of(Source("a.js", b"a")), blob_of(Source("b.js", b"a"))
    assert one != other
    assert one.file_name != other.file_name
    assert one.digest == other.digest
    assert blob_of(Source("a.js", b"a")) == one
    assert len({one, other, blob_of(Source("a.js", b"a"))}) == 2


def test_the_folder_is_private_holds_regular_files_and_goes() -> None:
    blob = blob_of(Source("a.js", b"a"))
    with folder_of([blob]) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (file,) = folder.iterdir()
        assert (file.name, file.read_bytes(), file.is_symlink()) == (blob.file_name, b"a", False)
    assert not folder.exists()


def test_the_folder_goes_when_its_user_fails() -> None:
    with pytest.raises(KeyError), folder_of([blob_of(Source("a.js", b"a"))]) as folder:
        raise KeyError
    assert not folder.exists()
