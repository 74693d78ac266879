"""Text → Document: a reader for plain text and one for markdown, and the paper's dates and names from where they are best known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.corpus import articles, formats, forms, inline, lines, markdown, masthead, names, page, stories
from kg.corpus.formats import Text
from kg.corpus.lines import Line
from kg.corpus.manifest import About
from kg.corpus.paragraphs import Repairs
from kg.document import Article, Document


def _read_plain(doc: str, raw: str, repairs: Repairs) -> tuple[list[Article], list[Line]]:
    folded = page.fold(page.blank_stray(raw))
    kept, furniture = masthead.drop_furniture(lines.split(folded))
    kept, filled = forms.take(folded, kept)
    made = [articles.make(doc, i, folded, s, repairs) for i, s in enumerate(stories.split(folded, kept), 1)]
    return forms.attach(folded, made or [articles.build(doc, 1, [], [])] if filled else made, filled), furniture


def _read_markdown(doc: str, raw: str, repairs: Repairs) -> tuple[list[Article], list[Line]]:
    return markdown.read(doc, raw, page.fold(page.blank_markup(raw)), repairs)


def read_document(raw: str, doc: str, *, options: About | None = None, listed: About | None = None) -> Document:
    """The document of a text in memory.

    Args:
        raw: the text as `Path.read_text(encoding="utf-8-sig", newline="")` gives it; all offsets refer to it.
        doc: name by which quotes lead back to it; its suffix chooses the reader (.txt where there is none).
        options: what the user said about the paper; wins over everything.
        listed: what the manifest says; wins over masthead and file name.

    Unknown stays null: no clock is read.
    """
    kind = formats.format_of(names.suffix(doc))
    text = Text(raw, kind, "utf-8", plain=True, markdown=kind == "md")
    return read_text(text, doc, options=options, listed=listed)


def read_text(text: Text, doc: str, *, options: About | None = None, listed: About | None = None) -> Document:
    """The document of a decoded text; what the file says of itself wins over masthead and file name."""
    repairs = Repairs(Counter(text.repairs))
    shown, front = inline.front(text.raw) if text.format == "md" else (text.raw, About())
    shown = inline.blank(shown) if text.format == "md" else shown
    found, furniture = (_read_markdown if text.markdown else _read_plain)(doc, shown, repairs)
    found = [a for a in found if a.blocks]
    furniture = [line for line in furniture if line.text]
    repairs.add("furniture lines", len(furniture))
    options, listed, own = options or About(), listed or About(), front.over(text.about)
    publisher, printed = _printed(furniture)
    in_name = masthead.date_in_name(doc.rpartition("/")[2]) or masthead.date_in_name(doc)
    publisher, publisher_from = _first(
        (options.publisher, "option"), (listed.publisher, "manifest"), (own.publisher, "file"), (publisher, "masthead")
    )
    area, area_from = _first((options.area, "option"), (listed.area, "manifest"), (own.area, "file"))
    issued, issued_from = _first(
        (front.issued, "file"),  # of this article, where an option is said of all inputs
        (options.issued, "option"),
        (listed.issued, "manifest"),
        (own.issued, "file"),
        (printed, "masthead"),
        (in_name, "filename"),
    )
    return Document(
        doc=doc,
        raw=text.raw,
        articles=tuple(found),
        publisher=publisher,
        area=area,
        issued=issued,
        issued_from=issued_from,
        repairs=dict(sorted(repairs.counts.items())),
        plain=text.plain,
        format=text.format,
        encoding=text.encoding,
        publisher_from=publisher_from,
        area_from=area_from,
        furniture=tuple(line.text for line in furniture),
        key=text.key,
    )


def _printed(furniture: Sequence[Line]) -> tuple[str | None, str | None]:
    """(publisher, date) as the page prints them."""
    publisher, issued = masthead.read_publisher(furniture), masthead.read_issued(furniture)
    for line in furniture[:20]:
        name, day = masthead.read_heading(line.text)
        if name and day:
            publisher, issued = publisher or name, issued or day
    return publisher, issued


def _first(*options: tuple[str | None, str]) -> tuple[str | None, str | None]:
    return next(((value, source) for value, source in options if value), (None, None))
