"""Texts and files harmed on purpose, and the laws that whatever is read from them must keep.

Used by the tests and, for as long as one likes, by scripts/fuzz.py.
"""

from __future__ import annotations

import html
import importlib
import io
import random
import re
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from kg import corpus
from kg.corpus import articles, bounds, layout, markdown, masthead, stories
from kg.corpus.lines import Line, split
from kg.corpus.page import blank_markup, fold
from kg.corpus.paragraphs import Repairs
from kg.document import KINDS, Article, Block, Document
from kg.errors import InputError

SEEDS = Path(__file__).parent.parent / "seeds"
#: Characters that show nothing, and are in no block.
HIDDEN = re.compile(r"[\s\x00\x01\u200b-\u200d\u2060\ufeff]+")
#: Marks whose width depends on what stands beside them.
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", ".": "。"}
#: Seconds of processor time that reading may take: for any text, and for each of its characters.
_TIME = 2.0, 100e-6


def faults(document: Document) -> list[str]:
    """What is wrong with a document, whatever file it came from: nothing, or a line for each breach of a law."""
    raw, found = document.raw, []
    seen = bytearray(len(raw))
    orders = [article.order for article in document.articles]
    if orders != sorted(set(orders)) or any(order < 1 for order in orders):
        found.append(f"articles are not in order: {orders}")
    for article in document.articles:
        for block in article.blocks:
            found += _block_faults(raw, article, block, seen)
        for writer in article.writers:
            if not 0 <= writer.start < writer.end <= len(raw):
                found.append(f"a writer stands outside the text: {writer}")
            elif (
                HIDDEN.sub("", fold(raw[writer.start : writer.end])) != writer.name
                and "&" not in raw
                and "<" not in raw
            ):
                found.append(f"a writer is not where it is said to be: {writer}")
    return found


def _block_faults(raw: str, article: Article, block: Block, seen: bytearray) -> Iterator[str]:
    text = block.text
    if block.kind not in KINDS or not text:
        yield f"no block: {block.kind} {text.text!r}"
        return
    if not all(0 < b < len(text) for b in block.breaks):
        yield f"breaks outside the block: {block.breaks} of {len(text)}"
    starts, ends = text.starts, text.ends
    for char, start, end in zip(text.text, starts, ends, strict=True):
        if not article.start <= start < end <= article.end or end > len(raw):
            yield f"{char!r} stands outside its article: {start}, {end}"
        elif not _shows(raw[start:end], char):
            yield f"{char!r} is read where {raw[start:end]!r} stands"
        elif any(seen[start:end]):
            yield f"{raw[start:end]!r} at {start} is read twice"
        seen[start:end] = b"\1" * (end - start)
    for i in range(0, len(text), max(1, len(text) // 5)):
        if text.raw_span(i, len(text)) != (starts[i], ends[-1]) or text.raw_span(i, i + 1) != (starts[i], ends[i]):
            yield f"raw_span({i}) is {text.raw_span(i, i + 1)}"
        if text[i:].starts != starts[i:] or text[:i].ends != ends[:i] or text[:i] + text[i:] != text:
            yield f"slices at {i} lead elsewhere"
        a, b = text.quote_span(0, len(text), i)
        if not 0 <= a <= starts[i] < b <= len(raw):
            yield f"the quote of {i} is {a}, {b}, without {starts[i]}"


def _shows(raw: str, char: str) -> bool:
    """Whether a reader sees in these raw characters what was read."""
    raw = raw.rstrip("\x01")  # shows nothing, and belongs to what stands before it
    shown = html.unescape(raw) if raw.startswith("&") else raw
    if char == " ":
        return shown.isspace() or raw == "<"  # a <br>
    return len(shown) == 1 and (char == shown or char in (_FULL.get(shown), fold(f"甲{shown}乙")[1]))


def lost(raw: str, suffix: str) -> list[str]:
    """Visible characters of a .txt or .md text that are in no block and no furniture, and should be."""
    page = fold(blank_markup(raw) if suffix == ".md" else raw)
    found, furniture = _articles(raw, page, suffix)
    kept = bytearray(len(page))
    for line in furniture:
        kept[line.start : line.end] = b"\1" * (line.end - line.start)
    for block in (b for a in found for b in a.blocks):
        for start, end in zip(block.text.starts, block.text.ends):
            kept[start:end] = b"\1" * (end - start)
    for mark in (*bounds.jump_marks().finditer(page), *bounds.continued().finditer(page)):
        kept[mark.start() : mark.end()] = b"\1" * (mark.end() - mark.start())
    gone = re.finditer(r"[^\x01]+", "".join("\1" if kept[i] else c for i, c in enumerate(page)))
    return [
        f"{text!r} is lost at {m.start()}" for m in gone if not _may_go(text := HIDDEN.sub("", m[0]), page, m.start())
    ]


def _articles(raw: str, page: str, suffix: str) -> tuple[list[Article], list[Line]]:
    repairs = Repairs()
    if suffix == ".md":
        return markdown.read("a.md", raw, page, repairs)
    kept, furniture = masthead.drop_furniture(split(page))
    return [articles.make("a.txt", i, page, s, repairs) for i, s in enumerate(stories.split(page, kept), 1)], furniture


def _may_go(text: str, page: str, at: int) -> bool:
    """Whether clean-up may drop this: numbers or semicolons of entries, a doubled character, a repeated word end, #."""
    if not text or re.fullmatch(r"#+|(?:[（(]\d{1,3}[）)]|\d{1,3}[.、．])+|[；;]+", text):
        return True
    if len(text) <= 3 and page.count(text, max(0, at - 2000), at + 2000) > 1:
        return True
    return any(set(text) <= set(word) for word in layout.words("doubled"))


def read_layout(raw: str, suffix: str) -> list[str]:
    """Faults of a text read with layout repair, and of the time it took."""
    begin = time.process_time()
    document = corpus.read_document(raw, f"a{suffix}")
    spent = time.process_time() - begin
    found = faults(document) + lost(raw, suffix)
    fixed, each = _TIME
    return [*found, f"took {spent:.1f} s for {len(raw)} characters"] if spent > fixed + each * len(raw) else found


def read_bytes(content: bytes, suffix: str) -> list[str]:
    """Faults of the documents of a file, through the door that users take; a file that cannot be read says so."""
    told: list[InputError] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        begin = time.process_time()
        documents = list(corpus.read([path], on_error=told.append))
        spent = time.process_time() - begin
    found = [fault for document in documents for fault in faults(document)]
    if not documents and not told:
        found.append("neither read nor told why not")
    found += [f"an error of several lines: {error}" for error in told if "\n" in str(error) or "\r" in str(error)]
    fixed, each = _TIME
    return [*found, f"took {spent:.1f} s for {len(content)} bytes"] if spent > fixed + each * len(content) else found


def suffixes() -> list[str]:
    """Every suffix that the installed readers know."""
    sources = importlib.import_module("kg.corpus.sources")  # the package has a function of this name
    return sorted(getattr(sources, "SUFFIXES", None) or sources.READERS)


# What harms a text. Each takes the text and a source of chance.

_ODD = [
    *" 　\t\n\r\f\v\x1c\x85\u2028\u2029\u200b\u200c\u200d\u2060\ufeff\xad\u0301\u202e\u2066\u00a0\ue000豈ﾊ①㈱\x01",
    *(
        "\r\n",
        "\n\n",
        "\n\n\n",
        "👩\u200d💻",
        "e\u0301",
        "&nbsp;",
        "&amp;",
        "&#12288;",
        "&#x4e2d;",
        "<br/>",
        "<p>",
        "</p>",
    ),
    *(
        "<b>",
        "</b>",
        "<strong>",
        "</strong>",
        "<!--",
        "-->",
        "<p ",
        "\n# ",
        "\n### ",
        "\n1.",
        "（1）",
        "；",
        "（",
        "）",
        "“",
        "”",
    ),
    *(
        "。",
        "，",
        "：",
        "！",
        "、",
        "·",
        "的的",
        "、、",
        " 摄",
        "记者 张三",
        "本报讯",
        "（记者 李四 通讯员 王五）",
        "□ 本报记者 甲甲",
    ),
    *(
        "（下转2版）",
        "（上接1版）",
        "（完）",
        "（某某局 丙丙）",
        "4月29日",
        "2031年5月6日 星期一",
        "第2版 要闻",
        "今日青山",
        "编辑：张三",
    ),
    *(
        "新华社北京4月29日电",
        "——",
        "任命：",
        "公告",
        "图为现场。",
        "是一家",
        "会议强调，",
        "等参加",
        "2 031年",
        "12月2 ",
        "4日",
    ),
]


def _insert(text: str, rng: random.Random) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(_ODD) * rng.choice((1, 1, 1, 2, 9)) + text[at:]


def _delete(text: str, rng: random.Random) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + text[at + rng.choice((1, 3, 20)) :]


def _in_lines(change: Callable[[list[str], int, random.Random], None]) -> Callable[[str, random.Random], str]:
    def mutate(text: str, rng: random.Random) -> str:
        rows = text.split("\n")
        change(rows, rng.randrange(len(rows)), rng)
        return "\n".join(rows)

    return mutate


def _lose(rows: list[str], i: int, rng: random.Random) -> None:
    del rows[i]


def _double(rows: list[str], i: int, rng: random.Random) -> None:
    rows[i : i + 1] = [rows[i]] * rng.choice((2, 2, 30))


def _move(rows: list[str], i: int, rng: random.Random) -> None:
    rows.insert(rng.randrange(len(rows)), rows.pop(i))


def _space(rows: list[str], i: int, rng: random.Random) -> None:
    rows[i] = rng.choice((" ", "　", "  ")).join(rows[i])


def _wrap(rows: list[str], i: int, rng: random.Random) -> None:
    width, end = rng.randint(2, 20), rng.choice(("\n", "\n\n", " ", "\r\n"))
    rows[i] = end.join(rows[i][k : k + width] for k in range(0, len(rows[i]), width))


def _unwrap(rows: list[str], i: int, rng: random.Random) -> None:
    rows[i : i + 3] = [rng.choice(("", " ")).join(rows[i : i + 3])]


def _widen(rows: list[str], i: int, rng: random.Random) -> None:
    narrow, wide = "，。：；（）！0123456789A", ",.:;()!０１２３４５６７８９Ａ"
    rows[i] = rows[i].translate(str.maketrans(*rng.choice(((narrow, wide), (wide, narrow)))))


def _cut(rows: list[str], i: int, rng: random.Random) -> None:
    rows[i] = rows[i][: rng.randint(0, len(rows[i]))]


MUTATIONS: list[Callable[[str, random.Random], str]] = [
    *(_insert, _insert, _insert, _delete),
    *map(_in_lines, (_lose, _double, _move, _space, _wrap, _unwrap, _widen, _cut)),
]


def mutate(text: str, rng: random.Random, size: int = 6_000) -> str:
    """The text with one to six kinds of damage, at most `size` characters."""
    for _ in range(rng.randint(1, 6)):
        text = rng.choice(MUTATIONS)(text, rng)
    return text[:size]


def excerpts() -> list[str]:
    """Stretches of the seeds, of an article or two each."""
    found = []
    for path in sorted(SEEDS.glob("*.txt")):
        rows = path.read_bytes().decode("utf-8-sig").split("\n")
        found += ["\n".join(rows[i : i + 12]) for i in range(0, len(rows), 10)]
    return found


def files() -> Iterator[tuple[bytes, str]]:
    """(content, suffix) of small files of each kind, as good as they can be made without a library for them."""
    text = excerpts()[1][:600]
    page = "".join(f"<p>{line}</p>\n" for line in text.split("\n"))
    web = f"<html><head><meta charset='utf-8'><title>大会召开</title></head><body><h1>大会召开</h1>{page}</body></html>"
    body = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    word = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    made = {
        ".md": f"# 大会召开\n\n{page}".encode(),
        ".html": web.encode(),
        ".htm": web.encode("gb18030"),
        ".jsonl": ('{"text": "大会召开\\n\\n县长到会。", "issued": "2031-05-06"}\n' * 3).encode(),
        ".zip": _zip({"a.txt": text.encode(), "b/c.md": b"# \xe7\x94\xb2\n\n\xe4\xb9\x99\xe3\x80\x82"}),
        ".docx": _zip({"[Content_Types].xml": _CONTENT_TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": word.encode()}),
        ".pdf": _PDF,
    }  # fmt: skip
    known = suffixes()
    for codec in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "big5hkscs"):
        yield text.encode(codec, "ignore"), ".txt"
    yield from ((content, suffix) for suffix, content in made.items() if suffix in known)


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}"/></Types>'
).encode()
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F1 18 Tf 20 100 Td (Hello newspapers) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""
