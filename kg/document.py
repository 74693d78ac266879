"""What reading gives: documents, their articles, and the blocks of text an article is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.text import MappedText

#: Kinds of block. Headings (kicker, title, subtitle, heading) hold facts of their own and keep their blanks, which are
#: structure (敖煜新出席并讲话 陈宇主持); paragraphs have had the blanks that are damage removed.
HEADINGS = frozenset({"kicker", "title", "subtitle", "heading"})
KINDS = HEADINGS | {"byline", "paragraph", "caption", "signature", "debris"}


@dataclass(frozen=True, slots=True)
class Block:
    """A headline, a paragraph, a caption … of an article.

    Attributes:
        kind: one of `KINDS`. ``debris`` is text too damaged to read (a vertical headline that came out as loose
            characters): it is kept, so that nothing is lost, and never read for facts.
        text: cleaned text; `raw_span` leads back to the file.
        breaks: indices in `text` at which a sentence must end though no mark stands there, because a line was lost.
    """

    kind: str
    text: MappedText
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """A person named in a byline, signature or caption: role is 记者, 通讯员 or 摄影; start and end are raw offsets."""

    name: str
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One newspaper article.

    Attributes:
        order: place in the document, from 1.
        blocks: in the order in which they are to be read (headline first, even where it is printed after the body).
        start, end: raw offsets of everything that belongs to it.
        truncated: (下转2版) whose other part is not in the document, or text that stops in the middle of a sentence.
        dateline: place in the byline, if any (新华社北京4月29日电 → 北京).
    """

    doc: str
    order: int
    blocks: tuple[Block, ...]
    writers: tuple[Writer, ...]
    start: int
    end: int
    truncated: bool = False

    @property
    def title(self) -> str:
        """The main headline, or an empty string."""
        return next((b.text.text for b in self.blocks if b.kind == "title"), "")

    @property
    def subtitle(self) -> str:
        return " ".join(b.text.text for b in self.blocks if b.kind == "subtitle")


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read.

    Attributes:
        doc: path under the input folder, with forward slashes: the name by which quotes lead back to the file.
        raw: the text to which all offsets refer.
        publisher, area: of the paper (今日拱墅, 拱墅区), null when unknown.
        issued: date of issue, ISO, possibly partial (``2025-04``), null when unknown. Never read from a clock.
        issued_from: option, manifest, file (what a .jsonl line or a web page says of itself), masthead or filename.
        repairs: counts of what layout repair did (``{"joined lines": 290, …}``), for `kg read` and the report.
        plain: the file itself is UTF-8 text, so that offsets refer to it; else they refer to `raw`, which a build keeps.
        format: kind of file, by its suffix (txt, md, docx, pdf, html, jsonl).
        encoding: what the bytes were decoded with (utf-8, gb18030, …), null where the format settles it (docx, pdf).
        publisher_from, area_from: like `issued_from`.
        furniture: the lines that belong to no article: mastheads, page numbers, editors.
        key: the ``id`` that a .jsonl line gives its article, or an empty string.
    """

    doc: str
    raw: str
    articles: tuple[Article, ...]
    publisher: str | None = None
    area: str | None = None
    issued: str | None = None
    issued_from: str | None = None
    repairs: dict[str, int] = field(default_factory=dict)
    plain: bool = True
    format: str = "txt"
    encoding: str | None = "utf-8"
    publisher_from: str | None = None
    area_from: str | None = None
    furniture: tuple[str, ...] = ()
    key: str = ""
