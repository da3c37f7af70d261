"""A program ends when it ends, or when its bounds end it; nothing of ours shines through."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reviewer.analysis.bounded import Bounds, Deadline, End, Ended, run_bounded


def run(folder: Path, script: str, bounds: Bounds | None = None, deadline: Deadline | None = None) -> Ended:
    command = ["/bin/sh", "-c", script]
    return run_bounded(command, folder, folder / "out", bounds or Bounds(60.0), deadline or Deadline(60.0))


def test_the_output_and_the_status_come_back(tmp_path: Path) -> None:
    assert run(tmp_path, "printf said; printf lost >&2; exit 3") == Ended(End.EXITED, 3, b"said")


def test_it_runs_in_its_folder_without_input_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_WEBHOOK_SECRET", "not yours")
    ended = run(tmp_path, 'pwd; cat; echo "[$HOLDFAST_WEBHOOK_SECRET$HOME]"')
    assert ended.output.decode() == f"{tmp_path.resolve()}\n[]\n"


def test_the_clock_ends_the_whole_group_and_keeps_what_was_written(tmp_path: Path) -> None:
    ended = run(tmp_path, "printf begun; while :; do :; done & wait", Bounds(wall_seconds=1.0))
    assert (ended.end, ended.output) == (End.OUT_OF_TIME, b"begun")


def test_without_time_it_is_ended_at_once(tmp_path: Path) -> None:
    assert run(tmp_path, "while :; do :; done", Bounds(wall_seconds=-1.0)).end is End.OUT_OF_TIME


def test_a_program_that_dies_is_told_apart(tmp_path: Path) -> None:
    ended = run(tmp_path, "kill -SEGV $$")
    assert (ended.end, ended.status) == (End.KILLED, -11)


def test_output_has_an_end(tmp_path: Path) -> None:
    ended = run(tmp_path, "while :; do echo 0123456789; done", Bounds(wall_seconds=60.0, output_mib=1))
    assert ended.end is End.KILLED
    assert len(ended.output) <= 2 * 1024 * 1024


def test_soft_and_hard_limits_are_the_same(tmp_path: Path) -> None:
    script = "for kind in c f t v; do ulimit -S -$kind; ulimit -H -$kind; done"
    lines = run(tmp_path, script, Bounds(wall_seconds=7.2, memory_mib=1000, output_mib=2)).output.split()
    pairs = list(zip(lines[::2], lines[1::2], strict=True))
    assert all(soft == hard for soft, hard in pairs)
    assert [soft for soft, _ in pairs] == [b"0", b"4096", b"13", b"1024000"]


def test_it_leads_a_process_group_of_its_own(tmp_path: Path) -> None:
    ended = run(tmp_path, "echo $$; ps -o pgid= -p $$ 2>/dev/null || cut -d' ' -f5 /proc/$$/stat")
    pid, group = map(int, ended.output.split())
    assert pid == group != os.getpgid(0)


def test_an_old_output_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        run(tmp_path, "echo new")
    assert (tmp_path / "out").read_bytes() == b"old"


def test_the_deadline_of_the_whole_work_ends_it_too(tmp_path: Path) -> None:
    assert run(tmp_path, "while :; do :; done", deadline=Deadline(0.5)).end is End.OUT_OF_TIME


def test_a_deadline_that_passes_now_ends_what_runs_and_what_starts_later(tmp_path: Path) -> None:
    deadline = Deadline(60.0)
    fifo = tmp_path / "begun"
    os.mkfifo(fifo)
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(run, tmp_path, f"echo > {fifo}; while :; do :; done", None, deadline)
        fifo.read_bytes()
        deadline.pass_now()
        assert running.result().end is not End.EXITED
    (tmp_path / "later").mkdir()
    assert run(tmp_path / "later", "while :; do :; done", deadline=deadline).end is not End.EXITED
