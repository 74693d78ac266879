"""Papers written in the formats that people bring."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from pathlib import Path

#: Points of a character and of a line's step in a PDF.
_SIZE, _STEP, _TOP, _BOTTOM = 10, 14, 800, 40


def docx(text: str) -> bytes:
    """A paragraph for each line."""
    import docx as word

    document, out = word.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def pdf(text: str, password: str | None = None) -> bytes:
    """Each line as one line, on pages as wide as the widest."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    lines, out = text.split("\n"), io.BytesIO()
    width = max(595, 100 + _SIZE * max(map(len, lines)))
    page = canvas.Canvas(out, pagesize=(width, 842), encrypt=password, invariant=True)
    height = 0
    for line in lines:
        if height < _BOTTOM:
            if height:
                page.showPage()
            page.setFont("STSong-Light", _SIZE)
            height = _TOP
        page.drawString(_BOTTOM, height, line)
        height -= _STEP
    page.save()
    return out.getvalue()


def scan(pages: int = 2) -> bytes:
    """Pages that are pictures."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out)
    for shade in range(pages):
        page.drawImage(ImageReader(Image.new("L", (60, 80), shade * 90)), 0, 0, 600, 800)
        page.showPage()
    page.save()
    return out.getvalue()


def page(body: str) -> bytes:
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title><script>var 会议 = "召开";</script></head>'
    return f"{head}<body><nav><a href='/'>首页</a></nav>{body}</body></html>".encode()


def html_paragraphs(text: str) -> bytes:
    return page("".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n")))


def html_pre(text: str) -> bytes:
    return page(f"<pre>{html.escape(text)}</pre>")


def html_breaks(text: str) -> bytes:
    return page("<div>" + "<br/>\n".join(map(html.escape, text.split("\n"))) + "</div>")


#: File name's end → how a text is written so.
WRITERS: dict[str, Callable[[str], bytes]] = {
    ".gb.txt": lambda text: text.encode("gb18030"),
    ".wide.txt": lambda text: text.encode("utf-16-le"),
    ".docx": docx,
    ".pdf": pdf,
    ".html": html_paragraphs,
    ".pre.htm": html_pre,
    ".br.htm": html_breaks,
}


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
