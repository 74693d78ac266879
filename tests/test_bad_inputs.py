"""Inputs that are broken, huge, locked or hostile: one line each, no wait, no flood, and the rest goes on."""

from __future__ import annotations

import io
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.corpus import archives, document, read, sources
from kg.corpus.files import LIMIT
from kg.errors import InputError
from tests import paper_files
from tests.paper_files import write

BODY = "本报讯（记者 吴一凡）3月5日，青山县召开农业工作会议，部署春耕备耕工作。县委书记孙明德主持会议。"
ROOT = Path(__file__).parent.parent


def collect(*paths: Path | str, limit: int = LIMIT) -> tuple[list[str], list[str]]:
    """(documents, errors); every error is one line of valid text."""
    errors: list[InputError] = []
    found = [d.doc for d in read(list(paths), on_error=errors.append, limit=limit)]
    for e in errors:
        assert "\n" not in str(e)
        assert e.todo
        str(e).encode("utf-8")
    return found, [str(e) for e in errors]


def only(folder: Path, about: str, **options: Any) -> None:
    """The folder's good.txt is read, and exactly one line is told."""
    write(folder, "good.txt", BODY)
    found, errors = collect(folder, **options)
    assert found == ["good.txt"]
    assert len(errors) == 1, errors
    assert about in errors[0]


def zipped(members: dict[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


# Documents.

WORD, PDF = paper_files.docx(BODY), paper_files.pdf(BODY)


@pytest.mark.parametrize(
    ("name", "content", "about"),
    [
        ("locked.pdf", paper_files.pdf(BODY, password="secret"), "is protected by a password"),
        ("cut.pdf", PDF[: len(PDF) // 3], "is broken, or no PDF"),
        ("noise.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 40, "is broken, or no PDF"),
        ("empty.pdf", b"", "is broken, or no PDF"),
        ("scan.pdf", paper_files.scan(), "has no text layer (2 pages of pictures)"),
        ("cut.docx", WORD[: len(WORD) // 2], "is broken, or no Word file"),
        ("text.docx", BODY.encode(), "is broken, or no Word file"),
        ("other.docx", zipped({"a.txt": b"x"}), "is broken, or no Word file"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "is protected by a password, or an old .doc file"),
        ("blank.docx", paper_files.docx(" "), "has no text"),
        ("blank.html", b"<html><body><script>1</script></body></html>", "has no text"),
        ("pdf.txt", PDF, "is no text but .pdf data"),
        ("word.md", WORD, "is no text but .docx or .zip data"),
        ("nul.txt", BODY.encode() + b"\0" + BODY.encode(), "a NUL"),
        ("late.txt", BODY.encode() * 1000 + b"\0", "a NUL"),
        ("surrogate.txt", BODY.encode() + b"\xed\xa0\x80", "is not UTF-8"),
        ("mixed.txt", (BODY * 3).encode() + (BODY * 3).encode("gb18030"), "is not UTF-8"),
        ("tail.txt", (BODY * 1000).encode("gb18030") + b"\xff\xff" + (BODY * 3).encode("gb18030"), "gb18030, but not all of it"),
        ("deep.html", b"<div>" * 100000 + BODY.encode(), "nests its elements deeper"),
        ("none.zip", b"PK\x03\x04 no archive", "is no zip archive"),
        ("cut.zip", zipped({"a.txt": BODY.encode() * 50})[:-30], "is no zip archive"),
        ("bare.zip", zipped({"a.jpg": b"x"}), "holds no text"),
        ("wide.jsonl", '{"text": "x"}'.encode("utf-16"), "is UTF-16"),
    ],
)  # fmt: skip
def test_a_broken_file(tmp_path: Path, name: str, content: bytes, about: str) -> None:
    write(tmp_path, name, content)
    only(tmp_path, about)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_lines_that_hold_nothing_are_told(content: str, tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", content)
    only(tmp_path, "a.jsonl: is empty; give a file with an article a line")


def test_a_member_without_lines_ends_no_archive(tmp_path: Path) -> None:
    packed = zipped({"a.jsonl": b"", "b.jsonl": "\ufefftext".encode("utf-16"), "c.txt": BODY.encode()})
    (tmp_path / "z.zip").write_bytes(packed)
    found, errors = collect(tmp_path)
    assert found == ["z.zip/c.txt"]
    assert [e.partition(": ")[2].partition(";")[0] for e in errors] == [
        "is empty",
        "is UTF-16, in which lines cannot be told apart",
    ]


def test_a_file_named_twice_in_a_manifest_is_told(tmp_path: Path) -> None:
    rows = "file,issued\ngood.txt,2026-05-01\n./good.txt,2026-05-01\n"
    write(tmp_path, "manifest.csv", rows)
    write(tmp_path, "good.txt", BODY)
    assert collect(tmp_path) == (["good.txt"], []), "said twice alike"
    write(tmp_path, "manifest.csv", rows + "good.txt,2026-05-02\n")
    only(
        tmp_path,
        "manifest.csv:4: names good.txt again and says something else; the last row counts; keep one row a file",
    )
    [read_so] = read([tmp_path], on_error=lambda e: None)
    assert read_so.issued == "2026-05-02"
    other = tmp_path / "packed"
    other.mkdir()
    (other / "z.zip").write_bytes(
        zipped({"manifest.csv": (rows + "good.txt,2026-05-02\n").encode(), "good.txt": BODY.encode()})
    )
    assert "z.zip/manifest.csv:4: names good.txt again" in collect(other)[1][0]


def test_a_pdf_with_its_end_cut_off_is_mended_or_told(tmp_path: Path) -> None:
    whole = paper_files.pdf("\n".join([BODY] * 200))
    for share in (0.5, 0.8, 0.95, 0.99):
        write(tmp_path, "cut.pdf", whole[: int(len(whole) * share)])
        found, errors = collect(tmp_path)
        assert len(found) + len(errors) == 1


SOUND = {
    "a.docx": WORD,
    "a.pdf": PDF,
    "a.html": paper_files.html_paragraphs(BODY * 3),
    "a.zip": zipped({"a.txt": BODY.encode() * 3, "b.jsonl": json.dumps({"text": BODY}).encode()}),
    "a.jsonl": json.dumps({"text": BODY}, ensure_ascii=False).encode() * 2,
    "a.txt": (BODY * 3).encode("gb18030"),
}
CHANGES = st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=12), st.integers(0, 30)), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(SOUND)), CHANGES)
def test_no_damage_is_met_unprepared(tmp_path: Path, name: str, changes: list[tuple[float, bytes, int]]) -> None:
    """Bytes put in, changed or taken out anywhere: read, or told in one line that foresaw it."""
    content = bytearray(SOUND[name])
    for place, put, taken in changes:
        at = int(place * len(content))
        content[at : at + taken] = put
    for error in collect(write(tmp_path, name, bytes(content)))[1]:
        assert "report it" not in error


def billion_laughs() -> bytes:
    """A Word file whose text is an entity of entities."""
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "word/document.xml":
                text = content.decode().replace(BODY, "&i;")
                head, _, rest = text.partition("?>")
                content = f"{head}?><!DOCTYPE w [{entities}]>{rest}".encode()
            new.writestr(info.filename, content)
    return out.getvalue()


def with_part(name: str, size: int) -> bytes:
    """A Word file with a part of blanks."""
    out = io.BytesIO(WORD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(size >> 20):
            part.write(b" " * (1 << 20))
    return out.getvalue()


def test_bombs_in_word_files(tmp_path: Path) -> None:
    write(tmp_path, "laughs.docx", billion_laughs())
    write(tmp_path, "xml.docx", with_part("word/extra.xml", 80 << 20))
    write(tmp_path, "picture.docx", with_part("word/media/a.png", 600 << 20))
    began = time.process_time()
    found, errors = collect(tmp_path)
    assert found == []
    assert ["laughs" in errors[0], "picture" in errors[1], "xml" in errors[2]] == [True] * 3
    assert "entities of its own" in errors[0]
    assert "more than 512 MB" in errors[1]
    assert "more than 64 MB" in errors[2]
    assert time.process_time() - began < 10


def test_a_large_web_page(tmp_path: Path) -> None:
    line = f'<p class="{"x" * 800}" style="color: #123456">{BODY}</p>\n'
    write(tmp_path, "a.html", f"<body><h1>农业</h1>{line * ((50 << 20) // len(line.encode()))}")
    (source,) = sources([tmp_path], pytest.fail)
    began = time.process_time()
    found = document(source)
    assert time.process_time() - began < 60
    assert found.raw.count("孙明德") == (50 << 20) // len(line.encode())
    for content, about in ((b" " * (65 << 20), "more than 64 MB"), (b"<p>" * (10 << 20), "more than 3,000,000 tags")):
        write(tmp_path, "a.html", content)
        assert about in collect(tmp_path)[1][0]


def test_more_characters_than_can_be_laid_out(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", BODY * (8_100_000 // len(BODY)))
    only(tmp_path, "characters, more than 8,000,000")


def test_the_limit_can_be_changed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", BODY * 10000)
    write(tmp_path, "b.jsonl", json.dumps({"text": BODY * 10000}, ensure_ascii=False) + '\n{"text": "会议召开。"}\n')
    write(tmp_path, "c.zip", zipped({"a.txt": (BODY * 10000).encode()}))
    found, errors = collect(tmp_path, limit=1 << 20)
    assert found == ["b.jsonl:2"]
    assert [e.count("is larger than 1 MB") for e in errors] == [1, 1, 1]
    assert len(collect(tmp_path)[0]) == 4


# Archives.


def bomb(sizes: dict[str, int]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in sizes.items():
            with archive.open(name, "w", force_zip64=size > 1 << 30) as part:
                for _ in range(size >> 20):
                    part.write(b" " * (1 << 20))
    return out.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """The archive with every declared size set to this."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            struct.pack_into("<I", changed, at + offset, size)
    return bytes(changed)


def test_bombs(tmp_path: Path) -> None:
    write(tmp_path, "one.zip", bomb({"a.txt": 400 << 20}))
    write(tmp_path, "two.zip", bomb({"a.txt": 300 << 20, "b.txt": 1 << 20}))
    write(tmp_path, "liar.zip", lying(bomb({"a.txt": 300 << 20}), 1000))
    began = time.process_time()
    write(tmp_path, "good.txt", BODY)
    found, errors = collect(tmp_path)
    assert found == ["good.txt"]
    assert len(errors) == 3
    for about in (
        "one.zip: would unpack to 400 MB",
        "two.zip: would unpack to 301 MB",
        "liar.zip/a.txt: cannot be unpacked",
    ):
        assert any(about in e for e in errors), errors
    assert time.process_time() - began < 20


def test_a_bomb_hidden_behind_honest_members(tmp_path: Path) -> None:
    members = {"noise.txt": os.urandom(4 << 20), "a.txt": b" " * (200 << 20), "good.txt": BODY.encode()}
    found, errors = collect(write(tmp_path, "a.zip", zipped(members)))
    assert found == ["a.zip/good.txt"]
    assert "a.zip/a.txt: unpacks to more than 200 times its packed size" in errors[0]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the most memory a process had")
def test_memory_stays_bounded(tmp_path: Path) -> None:
    """In a process of its own, with room for one document and not for all."""
    members = {f"{i:03}.txt": (os.urandom(4000).hex() + BODY * 8000).encode() for i in range(120)}
    write(tmp_path, "many.zip", zipped(members))
    write(tmp_path, "one.zip", bomb({"a.txt": 500 << 20}))
    lines = "".join(json.dumps({"text": f"{i}{BODY * 100}"}, ensure_ascii=False) + "\n" for i in range(5000))
    write(tmp_path, "many.jsonl", lines)
    code = (
        "import re, sys\n"
        "from kg.corpus import sources\n"
        "n = sum(len(s.content()) for s in sources(sys.argv[1:], lambda e: print(e)))\n"
        "print(n, int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) >> 10)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    *told, last = ran.stdout.splitlines()
    assert len(told) == 1
    read_bytes, megabytes = map(int, last.split())
    assert read_bytes > 120 << 20
    assert megabytes < 120


@pytest.mark.parametrize(
    "name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "C:/x.txt", "C:x.txt", "..\\x.txt", "\\\\host\\x.txt"]
)
def test_names_that_lead_out(tmp_path: Path, name: str) -> None:
    write(tmp_path, "a.zip", zipped({name: BODY.encode(), "good.txt": BODY.encode()}))
    found, errors = collect(tmp_path)
    assert found == ["a.zip/good.txt"]
    assert len(errors) == 1
    assert "leads out of the archive" in errors[0]


def test_members_that_are_no_texts(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    inner = zipped({"a.txt": BODY.encode()})
    members = ((link, b"/etc/passwd"), ("in.zip", inner), ("b.txt", BODY), ("b.txt", BODY), ("._b.txt", "x"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the name that stands twice
        for name, content in members:
            archive.writestr(name, content)
    found, errors = collect(write(tmp_path, "a.zip", out.getvalue()))
    assert found == ["a.zip/b.txt"]
    assert len(errors) == 3
    for about in ("link.txt: is a link", "in.zip: is an archive inside an archive", "b.txt: stands twice"):
        assert any(about in e for e in errors)


def test_an_encrypted_archive(tmp_path: Path) -> None:
    """The flag that says so is set by hand: Python's library writes none."""
    content = bytearray(zipped({"a.txt": BODY.encode(), "b.txt": BODY.encode()}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(mark, at + 1)) >= 0:
            content[at + offset] |= 1
    write(tmp_path, "a.zip", bytes(content))
    only(tmp_path, "is protected by a password (2 of its files)")


def test_a_member_damaged_in_the_middle(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": os.urandom(50000).hex().encode(), "good.txt": BODY.encode()}))
    content[2000:2100] = bytes(100)
    found, errors = collect(write(tmp_path, "a.zip", bytes(content)))
    assert found == ["a.zip/good.txt"]
    assert "a.zip/a.txt: cannot be unpacked" in errors[0]


def test_a_packing_that_python_does_not_know(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": BODY.encode()}, zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", content, content.find(mark) + offset, 99)
    write(tmp_path, "a.zip", bytes(content))
    only(tmp_path, "a.zip/a.txt: cannot be unpacked")


def test_a_table_of_contents_too_large_to_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_TABLE", 10000)
    write(tmp_path, "a.zip", zipped({f"{i}.txt": b"x" for i in range(500)}))
    only(tmp_path, "is no zip archive, or a broken one")


# What lies in folders.


def test_links(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    write(papers, "a/x.txt", BODY)
    outside = write(tmp_path, "outside/y.txt", BODY).parent
    (papers / "up").symlink_to(papers)
    (papers / "a" / "up").symlink_to(tmp_path)
    (papers / "same").symlink_to(papers / "a")
    (papers / "loop.txt").symlink_to("loop.txt")
    (papers / "gone.txt").symlink_to("nowhere.txt")
    (papers / "other").symlink_to(outside)
    (papers / "third").symlink_to(outside)
    (papers / "z.txt").symlink_to(outside / "y.txt")
    found, errors = collect(papers)
    assert found == ["a/x.txt", "other/y.txt", "z.txt"]
    assert len(errors) == 6
    for about in ("loop.txt: is a link that leads to itself", "gone.txt: is a link that leads nowhere",
                  "papers/up: links", "a/up: links", "same: links", "third: links"):  # fmt: skip
        assert any(about in e for e in errors), about
    assert "leads nowhere" in collect(papers / "gone.txt")[1][0]


def test_folders_full_of_links_to_one_another_end(tmp_path: Path) -> None:
    for i in range(12):
        (tmp_path / f"d{i}").mkdir()
    for i in range(12):
        for j in range(12):
            (tmp_path / f"d{i}" / f"l{j}").symlink_to(tmp_path / f"d{j}")
    write(tmp_path, "good.txt", BODY)
    found, errors = collect(tmp_path)
    assert found == ["good.txt"]
    assert len(errors) == 144


def test_pipes_sockets_devices_and_folders_named_like_texts(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    here = Path.cwd()
    os.chdir(tmp_path)  # a socket's name may not be long
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind("socket.txt")
    finally:
        os.chdir(here)
    write(tmp_path, "folder.txt/in.txt", BODY)
    found, errors = collect(tmp_path)
    assert found == ["folder.txt/in.txt"]
    assert sorted(e.split(": ", 1)[1].split(",")[0] for e in errors) == ["is a device", "is a pipe", "is a socket"]
    for name in ("pipe.txt", "device.txt", "socket.txt"):
        found, errors = collect(tmp_path / name)
        assert (found, len(errors)) == ([], 1)


def test_a_pipe_put_in_the_place_of_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", BODY)
    (source,) = sources([tmp_path], pytest.fail)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(InputError, match="is a pipe"):
        source.content()


def test_a_file_that_goes_between_listing_and_reading(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.zip", "d.jsonl"):
        write(tmp_path, name, zipped({"x.txt": BODY.encode()}) if name == "c.zip" else json.dumps({"text": BODY}))
    told: list[InputError] = []
    listed = list(sources([tmp_path], told.append))
    assert len(listed) == 4
    for path in tmp_path.iterdir():
        if path.name != "b.txt":
            path.unlink()
    for source in listed:
        try:
            document(source)
        except InputError as e:
            told.append(e)
    assert len(told) == 3
    assert all("cannot be read (No such file or directory)" in str(e) for e in told)


def test_a_file_of_lines_that_shrinks(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"text": "一。"}\n{"text": "二。"}\n')
    _, second = sources([path], pytest.fail)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="has changed"):
        second.content()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, as nobody may enter those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_what_may_not_be_read(open_folder: Path) -> None:
    """Root may read everything, so the reading is done by a process that has given its rights away."""
    write(open_folder, "good.txt", BODY)
    write(open_folder, "locked.txt", BODY).chmod(0)
    write(open_folder, "closed/x.txt", BODY).parent.chmod(0)
    code = (
        "import os, sys\n"
        "from kg.corpus import read\n"  # loaded while the source may still be read
        "import kg.corpus.formats.text, kg.corpus.markdown\n"
        "list(read([sys.argv[2]]))\n"
        "os.getuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534))\n"
        "errors = []\n"
        "print(*(d.doc for d in read([sys.argv[1]], on_error=errors.append)))\n"
        "print(*errors, sep='\\n')\n"
    )
    seed = str(next((ROOT / "seeds").glob("*.txt")))
    ran = subprocess.run(
        [sys.executable, "-c", code, str(open_folder), seed], capture_output=True, text=True, check=False, cwd=ROOT
    )
    (open_folder / "closed").chmod(0o700)
    assert ran.returncode == 0, ran.stderr
    found, *errors = ran.stdout.splitlines()
    assert found == "good.txt", errors
    assert len(errors) == 2
    assert "closed: cannot be read (Permission denied)" in errors[0]
    assert "locked.txt: cannot be read (Permission denied)" in errors[1]


def test_ten_thousand_empty_files(tmp_path: Path) -> None:
    for i in range(10000):
        (tmp_path / f"{i}.txt").touch()
    write(tmp_path, "good.txt", BODY)
    began = time.process_time()
    found, errors = collect(tmp_path)
    assert time.process_time() - began < 5
    assert found == ["good.txt"]
    assert len(errors) == 10000
    assert all(e.endswith("is empty; give a file with text") for e in errors)


def test_a_list_of_many_files_is_not_kept(tmp_path: Path) -> None:
    """Sources come as they are asked for; what is held of a folder is its names."""
    for folder in range(8):
        (tmp_path / f"{folder:02}").mkdir()
        for i in range(250):
            (tmp_path / f"{folder:02}" / f"{i}.txt").touch()
    import tracemalloc

    tracemalloc.start()
    count = sum(1 for _ in sources([tmp_path], pytest.fail))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2000
    assert peak < 300_000


def test_names_that_are_long_or_no_text(tmp_path: Path) -> None:
    long = "长" * 83 + ".txt"
    write(tmp_path, long, BODY)
    legacy = "报.txt".encode("gb18030")
    for name in (legacy, b"\xff\xfe\x80.txt", b"new\nline.txt"):
        (tmp_path / os.fsdecode(name)).write_text(BODY, encoding="utf-8")
    (tmp_path / os.fsdecode(b"bad\xff.txt")).touch()
    found, errors = collect(tmp_path)
    assert sorted(found) == sorted([long, "报.txt", r"\xff\xfe\x80.txt", "new\nline.txt"])
    assert len(errors) == 1
    assert r"bad\udcff.txt: is empty" in errors[0]
    for doc in found:
        doc.encode("utf-8")
    assert (
        "File name too long" in collect("长" * 300 + ".txt")[1][0]
        or "does not exist" in collect("长" * 300 + ".txt")[1][0]
    )
    found, errors = collect("a\0b.txt")
    assert (found, len(errors)) == ([], 1)


def test_documents_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    for name in ("a.doc", "b.DOC", "c.rar", "d.jpg", "e"):
        write(tmp_path, name, b"x")
    write(tmp_path, "good.txt", BODY)
    found, errors = collect(tmp_path)
    assert found == ["good.txt"]
    assert [e.split(": ", 1)[1] for e in errors] == [
        "2 .doc files passed over; save them as .docx",
        "1 .rar file passed over; unpack them, or pack them as .zip",
    ]


def test_a_batch_of_all_of_it_is_built(tmp_path: Path) -> None:
    """The real command over good and bad together: exit code 1, a line for each, valid UTF-8 in everything written."""
    papers = tmp_path / "papers"
    write(papers, "good.docx", WORD)
    write(papers, "长" * 83 + ".txt", BODY.encode("gb18030"))
    write(papers, "a.jsonl", json.dumps({"text": BODY, "title": "农业会议"}, ensure_ascii=False) + "\n{\n")
    write(papers, "b.zip", zipped({"x/y.txt": BODY.encode(), "../z.txt": b"x"}))
    write(papers, "scan.pdf", paper_files.scan())
    (papers / os.fsdecode(b"\xff.txt")).write_text(BODY, encoding="utf-8")
    (papers / os.fsdecode(b"\xfe.txt")).touch()
    command = [sys.executable, "-m", "kg", "build", str(papers), "--out", str(tmp_path / "out"), "--ner", "dictionary"]
    ran = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 1, ran.stderr
    told = ran.stderr.decode("utf-8").splitlines()
    assert len(told) == 4, told
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file() and path.name != "graph.lbug":
            path.read_bytes().decode("utf-8")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert len(report["documents"]) == 5
    assert len(report["failed"]) == 4
    texts = {p.relative_to(tmp_path / "out" / "texts").as_posix() for p in (tmp_path / "out" / "texts").rglob("*.txt")}
    assert {"good.docx.txt", "a.jsonl.1.txt", "b.zip/x/y.txt.txt"} <= texts
    assert len(texts) == 4
