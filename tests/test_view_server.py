"""The server of `kg view`, a process of its own, asked by those who may and those who may not."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from kg.exports import jsonl
from kg.graph import Graph
from kg.statement import Statement
from tests.served import served

#: Of the invented graph of conftest.
MEETING = "Event:a.txt#1.1"


class Server:
    """Who asks a server: the connection, and what it says by itself unless told otherwise."""

    def __init__(self, address: str) -> None:
        found = urlsplit(address)
        self.port, self.token = int(found.port or 0), found.query.removeprefix("token=")
        self.host = f"127.0.0.1:{self.port}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str | None
    ) -> tuple[int, Any, Any]:
        """Status, headers and body (JSON where it is) of an answer; a header that is null is not sent."""
        sent = {"Host": self.host, "X-Kg-Token": self.token, **{k.replace("_", "-"): v for k, v in headers.items()}}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value.encode())
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            text = answer.read()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, answer.headers, json.loads(text) if kind == "application/json" and text else text
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """What comes back for bytes that no client would send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as plain:
            plain.sendall(request)
            found = b""
            while more := plain.recv(65536):
                found += more
            return found


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory, graph: Graph, statements: list[Statement]) -> Path:
    folder = tmp_path_factory.mktemp("view") / "out"
    write(folder, graph, statements)
    (folder.parent / "secret.txt").write_text("geheim")
    return folder


def write(folder: Path, graph: Graph, statements: list[Statement], inputs: tuple[str, ...] = ()) -> None:
    """A build folder, but for what the explorer never looks at."""
    folder.mkdir(parents=True, exist_ok=True)
    jsonl.write_nodes(graph, folder / "nodes.jsonl")
    jsonl.write_edges(graph, folder / "edges.jsonl")
    jsonl.write_statements(statements, folder / "statements.jsonl")
    report = {
        "program": "kg",
        "options": {"inputs": list(inputs), "dataset": "kg"},
        "totals": {"documents": 1},
        "documents": [],
    }
    (folder / "report.json").write_text(json.dumps(report, indent=1))


@pytest.fixture(scope="module")
def server(build: Path) -> Iterator[Server]:
    with served(build) as address:
        yield Server(address)


def test_the_address_opens_the_page(server: Server) -> None:
    status, headers, page = server.ask(f"/?token={server.token}", X_Kg_Token=None)
    assert status == 200
    assert b'<div id="app">' in page
    assert f'content="{server.token}"'.encode() in page
    cookie = headers["Set-Cookie"]
    assert cookie == f"kg-{server.port}={server.token}; Path=/; HttpOnly; SameSite=Strict"
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    for name in ("explorer.js", "explorer.css"):
        status, headers, text = server.ask(f"/{name}", X_Kg_Token=None)
        assert status == 200
        assert server.token.encode() not in text
        assert headers["Content-Security-Policy"]


def test_cookie_and_header_are_keys(server: Server) -> None:
    cookie = f"other=1; kg-{server.port}={server.token}"
    assert server.ask("/api/meta")[0] == 200
    assert server.ask("/api/meta", X_Kg_Token=None, Cookie=cookie)[0] == 200
    assert server.ask("/", X_Kg_Token=None, Cookie=cookie)[0] == 200
    assert "Set-Cookie" not in server.ask("/", X_Kg_Token=None, Cookie=cookie)[1]


@pytest.mark.parametrize("path", ["/", "/api/meta", "/api/person?id=x", "/api/verdicts", "/nowhere"])
def test_without_the_token_nothing_is_told(server: Server, path: str) -> None:
    wrong = "A" * len(server.token)
    for headers in (
        {"X_Kg_Token": None},
        {"X_Kg_Token": wrong},
        {"X_Kg_Token": ""},
        {"X_Kg_Token": server.token[:-1]},
        {"X_Kg_Token": "トークン"},
        {"X_Kg_Token": None, "Cookie": f"kg-{server.port}={wrong}"},
        {"X_Kg_Token": None, "Cookie": f"kg-1={server.token}"},
        {"X_Kg_Token": None, "Cookie": "\x01;;=,"},
    ):
        status, _, trouble = server.ask(path, **headers)
        assert status == 403
        assert set(trouble) == {"where", "what", "todo"}
    assert server.ask(f"{path}{'&' if '?' in path else '?'}token={wrong}", X_Kg_Token=None)[0] == 403


def test_the_token_in_the_question_opens_the_page_alone(server: Server) -> None:
    assert server.ask(f"/api/meta?token={server.token}", X_Kg_Token=None)[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil:{port}", "", None,
                                  "[::1]:{port}", "127.0.0.1:{port}@evil.example"])  # fmt: skip
def test_other_names_are_refused(server: Server, host: str | None) -> None:
    """A page of another name that was made to lead here (DNS rebinding) gets nothing, though it had the token."""
    status, _, _ = server.ask("/api/meta", Host=host.format(port=server.port) if host is not None else None)
    assert status in (400, 403)
    assert server.ask("/api/meta", Host=f"localhost:{server.port}")[0] == 200


def test_two_names_are_refused(server: Server) -> None:
    head = f"GET /api/meta HTTP/1.1\r\nHost: {server.host}\r\nHost: evil.example\r\nX-Kg-Token: {server.token}\r\n"
    assert b" 40" in server.raw(f"{head}Connection: close\r\n\r\n".encode()).splitlines()[0]


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", "file://", ""]
)
def test_other_pages_are_refused(server: Server, origin: str) -> None:
    assert server.ask("/api/meta", Origin=origin.format(port=server.port))[0] == 403
    body = b'{"kind": "reject", "a": "x", "b": "", "why": ""}'
    status, _, _ = server.ask(
        "/api/verdicts", "POST", body, Origin=origin.format(port=server.port), Content_Type="application/json"
    )
    assert status == 403
    assert server.ask("/api/meta", Origin=f"http://{server.host}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    for path in ("/", "/api/person?id=x", "/api/meta", "/explorer.js"):
        status, headers, _ = server.ask(path, method, b"")
        assert status in (400, 405), path
        assert "Access-Control-Allow-Origin" not in headers
    if method != "POST":
        assert server.ask("/api/verdicts", method, b"")[0] in (400, 405)


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/explorer.js/../../secret.txt", "/assets/explorer.js",
                                  "/api/../explorer.html", "/explorer.html", "/..%5c..%5csecret.txt", "//etc/passwd", "/api/%2e%2e%2fmeta",
                                  "/api/meta/../../secret.txt", "/server.py", "/api/"])  # fmt: skip
def test_no_path_leads_to_files(server: Server, path: str) -> None:
    status, _, found = server.ask(path)
    assert status == 404
    assert "geheim" not in str(found)


def test_posting_wants_the_header(server: Server, build: Path) -> None:
    body = b'{"kind": "reject", "a": "x", "b": "", "why": ""}'
    cookie = f"kg-{server.port}={server.token}"
    asked = {"method": "POST", "body": body, "Content_Type": "application/json"}
    assert server.ask("/api/verdicts", **asked, X_Kg_Token=None, Cookie=cookie)[0] == 403
    assert server.ask(f"/api/verdicts?token={server.token}", **asked, X_Kg_Token=None)[0] == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None):
        assert server.ask("/api/verdicts", "POST", body, Content_Type=kind)[0] == 415
    assert not build.with_name("out.judgements.jsonl").exists()


def test_bodies_are_short(server: Server) -> None:
    status, _, trouble = server.ask(
        "/api/verdicts", "POST", b'"' + b"x" * (1 << 20) + b'"', Content_Type="application/json"
    )
    assert status == 413
    assert "64" in trouble["what"] or "65536" in trouble["what"]
    for body in (
        b"",
        b"{",
        b"[]",
        b'"x"',
        b'{"kind": 1}',
        b'{"kind": "same", "a": ["x"], "b": "y"}',
        b'{"kind": "delete", "a": "x"}',
        b"\xff",
    ):
        status, _, trouble = server.ask("/api/verdicts", "POST", body, Content_Type="application/json")
        assert status == 400, body
        assert set(trouble) == {"where", "what", "todo"}


def test_a_body_that_lies_about_its_length(server: Server) -> None:
    """Chunks, whose length nobody tells beforehand."""
    head = (
        f"POST /api/verdicts HTTP/1.1\r\nHost: {server.host}\r\nX-Kg-Token: {server.token}\r\nContent-Type: application/json\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    assert b" 413 " in server.raw(head.encode() + chunk * 8 + b"0\r\n\r\n").splitlines()[0]


def test_addresses_are_short(server: Server) -> None:
    assert server.ask("/api/search?q=" + "x" * 10_000)[0] == 414
    assert server.ask("/api/search?q=" + "x" * 300)[0] == 400


def test_headers_cannot_be_injected(server: Server) -> None:
    for path in ("/api/person?id=a%0d%0aSet-Cookie:%20evil=1", "/?token=%0d%0aX-Evil:%201", "/api/%0d%0aX-Evil:%201"):
        _, headers, _ = server.ask(path)
        assert "X-Evil" not in headers
        assert "evil" not in str(headers.get("Set-Cookie"))
    request = (
        f"GET /api/meta HTTP/1.1\r\nHost: {server.host}\r\nX-Kg-Token: {server.token}\nX-Evil: 1\r\nBad Header\r\n\r\n"
    )
    assert b" 400 " in server.raw(request.encode()).splitlines()[0]
    assert b" 400 " in server.raw(b"\x16\x03\x01\x00\xa5" + b"\0" * 100).splitlines()[0]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/nothing", 404), ("/api/person", 400), ("/api/person?id=", 400), ("/api/person?id=Person:x", 404),
        ("/api/person?id=" + quote(MEETING), 404), ("/api/person?id=x&id=y", 400), ("/api/meta?x=1", 400),
        ("/api/parts?id=Person:x&since=yesterday", 400), ("/api/active?page=-1&size=0", 200), ("/api/active?size=x", 400),
        ("/api/active?size=99999999999999999999", 400), ("/api/evidence?edge=x", 404), ("/api/network?kind=web", 400),
        ("/api/search?q=x&kind=web", 400), ("/api/search", 200), ("/api/node?id=Person:%00", 404),
        ("/api/person?id=%ff%fe", 404), ("/api/node?id=Person%27)%20DETACH%20DELETE%20n//", 404),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(server: Server, path: str, status: int) -> None:
    found, headers, answer = server.ask(path)
    assert found == status, answer
    assert headers["Content-Type"] == "application/json"
    if status != 200:
        assert set(answer) == {"where", "what", "todo"}
        assert answer["where"]
        assert answer["what"]


def test_the_server_is_heard_on_this_machine_alone(server: Server) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("192.0.2.1", 9)
            )  # sends nothing, and tells under which address this machine is known outside
            outside = probe.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no address but its own")
    if outside.startswith("127."):
        pytest.skip("this machine has no address but its own")
    with pytest.raises(OSError):
        socket.create_connection((outside, server.port), timeout=2).close()


def test_verdicts_stand_in_the_users_file(tmp_path: Path, graph: Graph, statements: list[Statement]) -> None:
    folder, file = tmp_path / "out", tmp_path / "mine.jsonl"
    write(folder, graph, statements)
    chaired = next(s for s in statements if s.schema == "CHAIRED")
    people = sorted(n["id"] for n in graph.nodes("Person"))
    with served(folder, "--judgements", str(file)) as address:
        server = Server(address)

        def post(**verdict: str) -> tuple[int, Any]:
            status, _, answer = server.ask(
                "/api/verdicts", "POST", json.dumps(verdict).encode(), Content_Type="application/json"
            )
            return status, plain(answer) if isinstance(answer, list) else answer

        def plain(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [{k: row[k] for k in ("kind", "a", "b", "why")} for row in told]

        assert server.ask("/api/verdicts")[2] == []
        first = {"kind": "reject", "a": chaired.id, "b": "", "why": "只是报道<script>"}
        assert post(**first) == (200, [first])
        second = {"kind": "same", "a": people[0], "b": people[1], "why": ""}
        assert post(**second) == (200, [first, second])
        assert post(**second) == (200, [first, second])
        status, trouble = post(kind="different", a=people[0], b=people[1], why="")
        assert status == 400
        assert "both same and different" in trouble["what"]
        status, trouble = post(kind="accept", a="nothing", b="", why="")
        assert status == 400
        assert plain(server.ask("/api/verdicts")[2]) == [first, second]
        assert server.ask("/api/meta")[2]["judgements"] == str(file)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["judge"] for line in lines] == ["reject", "same"]
    assert lines[0]["of"]["schema"] == "CHAIRED"
    assert not (tmp_path / "out.judgements.jsonl").exists()


def test_a_new_build_is_seen(tmp_path: Path, graph: Graph, statements: list[Statement]) -> None:
    folder = tmp_path / "out"
    write(folder, graph, statements)
    with served(folder) as address:
        server = Server(address)
        before = server.ask("/api/meta")[2]["nodes"]
        people = graph.nodes("Person")
        gone = people[0]["id"]
        less = Graph(
            [n for n in graph.nodes() if n["id"] != gone],
            [e for e in graph.edges() if gone not in (e["source"], e["target"])],
        )
        write(tmp_path / "new", less, statements)
        folder.rename(tmp_path / "old")
        (tmp_path / "new").rename(folder)
        after = server.ask("/api/meta")[2]["nodes"]
        assert after["Person"] == before["Person"] - 1 == len(people) - 1
        assert server.ask(f"/api/person?id={quote(gone)}")[0] == 404


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal that can be sent there")
def test_ctrl_c_is_the_end_of_it(build: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "kg", "view", "--graph", str(build), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert running.stdout is not None
        server = Server(running.stdout.readline().decode().strip())
        assert server.ask("/api/meta")[0] == 200
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    finally:
        running.kill()
    assert (running.returncode, said) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--graph", "{tmp}/nothing"], "nodes.jsonl: no such file"),
        (["--graph", "{build}", "--port", "{taken}"], "cannot be listened on"),
        (["--graph", "{build}", "--limit", "3"], "narrow a file"),
        (["--graph", "{build}", "--to", "{tmp}/none/x.html"], "cannot be written"),
        (["--graph", "{build}", "--to", "{tmp}/x.html", "--center", "无人"], "no node bears this name"),
        (["--graph", "{build}", "--to", "{tmp}/x.html", "--since", "gestern"], "is no date"),
        (["--graph", "{build}", "--source", "{tmp}/nothing"], "--source"),
    ],
)
def test_what_cannot_be_shown_says_why_in_one_line(
    build: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [a.format(build=build, tmp=tmp_path, taken=taken.getsockname()[1]) for a in arguments]
        done = subprocess.run(
            [sys.executable, "-m", "kg", "view", "--no-browser", *command], capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
