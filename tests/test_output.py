"""A build folder is replaced whole or not at all, and only if a build wrote it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import output
from kg.errors import UsageError

FILES = ("nodes.jsonl", "edges.jsonl", "statements.jsonl")


def write(out: Path, version: str) -> None:
    with output.replacing(out) as folder:
        for name in FILES:
            (folder / name).write_text(version, encoding="utf-8")
        (folder / "report.json").write_text(json.dumps({"program": output.MARK}), encoding="utf-8")


def version(out: Path) -> str:
    found = {(out / name).read_text(encoding="utf-8") for name in FILES}
    assert len(found) == 1, f"a mix: {found}"
    return found.pop()


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()}


@pytest.mark.parametrize("exchange", [True, False])
def test_replaces_an_earlier_build_and_leaves_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(output, "_exchange", lambda a, b: False)
    for n in ("1", "2", "3"):
        write(tmp_path / "deep" / "out", n)
        assert version(tmp_path / "deep" / "out") == n
    assert names(tmp_path / "deep") == {"out"}


def test_an_error_leaves_the_old_result(tmp_path: Path) -> None:
    write(tmp_path / "out", "1")

    def fail_halfway() -> None:
        with output.replacing(tmp_path / "out") as folder:
            (folder / "nodes.jsonl").write_text("2", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert version(tmp_path / "out") == "1"
    assert names(tmp_path) == {"out"}


@pytest.mark.parametrize("foreign", ["notes.txt", "nodes.jsonl"])
def test_refuses_a_folder_that_no_build_wrote(tmp_path: Path, foreign: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / foreign).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=f"no build wrote .{foreign}"):
        write(out, "1")
    assert (out / foreign).read_text(encoding="utf-8") == "mine"
    assert names(out) == {foreign}
    assert names(tmp_path) == {"out"}


def test_refuses_a_build_to_which_a_file_was_added(tmp_path: Path) -> None:
    write(tmp_path / "out", "1")
    (tmp_path / "out" / "verdicts.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"verdicts\.csv"):
        write(tmp_path / "out", "2")
    assert version(tmp_path / "out") == "1"


def test_an_empty_folder_and_a_file_added_while_building(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(UsageError, match=r"late\.txt"), output.replacing(tmp_path / "out"):
        (tmp_path / "out" / "late.txt").write_text("mine", encoding="utf-8")
    assert names(tmp_path / "out") == {"late.txt"}


def test_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        write(tmp_path / "out", "1")


def test_a_link_keeps_leading_to_the_build(tmp_path: Path) -> None:
    write(tmp_path / "real", "1")
    (tmp_path / "out").symlink_to("real")
    write(tmp_path / "out", "2")
    assert (tmp_path / "out").is_symlink()
    assert version(tmp_path / "real") == "2"


def test_two_builds_do_not_share_a_folder(tmp_path: Path) -> None:
    with output.replacing(tmp_path / "out"), pytest.raises(UsageError, match="another build"):
        write(tmp_path / "out", "2")


def test_recovers_from_a_kill_between_two_renames(tmp_path: Path) -> None:
    write(tmp_path / "out", "1")
    (tmp_path / "out").rename(tmp_path / ".out.kg-old")
    (tmp_path / ".out.kg-new").mkdir()
    output.recover(tmp_path / "out")
    assert version(tmp_path / "out") == "1"
    write(tmp_path / "out", "2")
    assert version(tmp_path / "out") == "2"
    assert names(tmp_path) == {"out"}


def test_kill_9_leaves_the_old_result_or_the_new_one(tmp_path: Path) -> None:
    """A child rewrites the folder as fast as it can; wherever the kill falls, the files are of one version."""
    out = tmp_path / "out"
    write(out, "0")
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from itertools import count; from pathlib import Path; from test_output import write\n"
        f"for n in count(int(sys.argv[1])): write(Path({str(out)!r}), str(n))"
    )
    last = 0
    for i in range(12):
        child = subprocess.Popen([sys.executable, "-c", code, str(last + 1)])
        began = time.monotonic()
        while int(version_while_changing(out)) <= last and time.monotonic() - began < 20:
            time.sleep(0.002)
        time.sleep(0.0007 * i)
        child.send_signal(signal.SIGKILL)
        child.wait()
        output.recover(out)
        assert int(version(out)) > last
        last = int(version(out))
    write(out, "done")
    assert names(tmp_path) == {"out"}


def version_while_changing(out: Path) -> str:
    try:
        return (out / "nodes.jsonl").read_text(encoding="utf-8") or "0"
    except OSError:  # without an atomic exchange the name is missing for a moment
        return "0"
