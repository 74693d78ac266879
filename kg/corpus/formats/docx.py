"""Word files: the text of the body, its tables and text boxes, as it would be printed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from kg.corpus.formats import Text
from kg.corpus.formats.lines import Paragraph, join
from kg.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What is not printed: text moved away or deleted, readings over characters, and the second copy of a text box.
_SKIPPED = frozenset({f"{_W}delText", f"{_W}del", f"{_W}moveFrom", f"{_W}rt", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
#: Word's phonetic guide and its marks round a character, as fields: what stands behind the last comma is the text itself.
_GUIDE = re.compile(r"\s*EQ\s.*\\o.*?[(（].*[,;，；]\s*([^,;()（）\\]+)[)）]\s*$", re.DOTALL)
_FONTS_OF_SIGNS = frozenset(("Symbol", "Webdings", "Wingdings", "Wingdings 2", "Wingdings 3"))
_OLE = b"\xd0\xcf\x11\xe0"
#: Bytes of the parts in XML, which take some ten times as much memory, and of everything unpacked.
_XML, _ALL = 64 << 20, 512 << 20
_CHUNK = 1 << 20
_BROKEN = ("is broken, or no Word file", "open it in Word and save it again as .docx")


def decode(content: bytes, where: str) -> Text:
    """The text of a .docx file: a line for each paragraph, headings marked where they part the text.

    Raises:
        InputError: no Word file, a broken or protected one, one that unpacks to too much, or one without text.
    """
    if content.startswith(_OLE):
        raise InputError(where, "is protected by a password, or an old .doc file", "save it as .docx without password")
    _weigh(content, where)
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        levels = _levels(document)
        paragraphs = list(_paragraphs(document.element.body, levels))
    except Exception as e:  # python-docx meets a broken file with whatever its broken part brings about
        what = f"{_BROKEN[0]} ({' '.join(str(e).split())[:120] or type(e).__name__})"
        raise InputError(where, what, _BROKEN[1]) from e
    raw, marked = join(paragraphs)
    if not raw.strip():
        raise InputError(where, "has no text", "give a file with text")
    return Text(raw, markdown=marked)


def _weigh(content: bytes, where: str) -> None:
    """Unpack everything once, piece by piece, and refuse what is too much; what the headers say is not asked."""
    xml = total = 0
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                is_xml = info.filename.lower().endswith((".xml", ".rels"))
                with archive.open(info) as part:
                    first = True
                    while piece := part.read(_CHUNK):
                        total += len(piece)
                        xml += len(piece) * is_xml
                        if xml > _XML or total > _ALL:
                            most = _XML if xml > _XML else _ALL
                            raise InputError(where, f"unpacks to more than {most >> 20} MB", "cut it up")
                        if first and is_xml and b"<!DOCTYPE" in piece:
                            raise InputError(where, "defines entities of its own, as no Word file does", _BROKEN[1])
                        first = False
    except InputError:
        raise
    except Exception as e:  # as above
        what = f"{_BROKEN[0]} ({' '.join(str(e).split())[:120] or type(e).__name__})"
        raise InputError(where, what, _BROKEN[1]) from e


def _levels(document: Document) -> dict[str, int]:
    """Id of a style → the level of the headings set in it."""
    found = {}
    for style in document.styles:
        above: Any = style
        for _ in range(10):  # styles rest on others; in a broken file perhaps on each other
            if above is None:
                break
            level = _outline(above.element.find(f"{_W}pPr"))
            if level or (above.name or "").lower() == "title":
                found[style.style_id] = level or 1
                break
            above = getattr(above, "base_style", None)
    return found


def _outline(properties: Any) -> int:
    level = None if properties is None else properties.find(f"{_W}outlineLvl")
    value = "" if level is None else level.get(f"{_W}val", "")
    return int(value) + 1 if value in "012345" and value else 0


def _paragraphs(body: Any, levels: dict[str, int]) -> Iterator[Paragraph]:
    """All paragraphs in order; a row of a table is one if each of its cells is one; a text box follows its anchor."""
    stack = [iter(body)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag == f"{_W}p":
            text, boxes = _text(node)
            yield Paragraph(text, _level(node, levels))
            stack += [iter(box) for box in reversed(boxes)]
        elif node.tag == f"{_W}tr" and (row := _row(node)) is not None:
            yield Paragraph(row, row=True)
        elif isinstance(node.tag, str) and node.tag not in _SKIPPED:
            stack.append(iter(node))


def _level(paragraph: Any, levels: dict[str, int]) -> int:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return 0
    style = properties.find(f"{_W}pStyle")
    return _outline(properties) or (0 if style is None else levels.get(style.get(f"{_W}val", ""), 0))


def _text(paragraph: Any) -> tuple[str, list[Any]]:
    """(text of a paragraph, the text boxes anchored in it)."""
    pieces: list[str] = []
    boxes: list[Any] = []
    fields: list[list[str]] = []
    stack = [iter(paragraph)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in _SIGNS:
            pieces.append(_SIGNS[node.tag])
        elif node.tag == f"{_W}sym":
            pieces.append(_symbol(node))
        elif node.tag == f"{_W}fldChar":
            kind = node.get(f"{_W}fldCharType")
            if kind == "begin":
                fields.append([])
            elif fields and kind in ("separate", "end"):
                pieces.append(_base("".join(fields[-1])))
                fields[-1].clear()
                if kind == "end":
                    fields.pop()
        elif node.tag == f"{_W}instrText":
            if fields:
                fields[-1].append(node.text or "")
        elif node.tag == f"{_W}fldSimple" and (base := _base(node.get(f"{_W}instr", ""))):
            pieces.append(base)
        elif node.tag == f"{_W}r" and _is_unseen(node):
            continue
        elif node.tag == f"{_W}txbxContent":
            boxes.append(node)
        elif isinstance(node.tag, str) and node.tag not in _SKIPPED:
            stack.append(iter(node))
    return "".join(pieces), boxes


def _is_unseen(run: Any) -> bool:
    """Whether a run is hidden or struck out; what a field begins and ends with counts all the same."""
    properties = run.find(f"{_W}rPr")
    if properties is None or run.find(f"{_W}fldChar") is not None:
        return False
    marks = (properties.find(f"{_W}{name}") for name in ("vanish", "webHidden", "strike", "dstrike"))
    return any(mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off") for mark in marks)


def _base(instruction: str) -> str:
    """What a field of Word's phonetic guide is set over: 陶 of ``EQ \\* jc2 \\o\\ad(\\s\\up 9(táo),陶)``; of other fields, nothing."""
    found = _GUIDE.match(instruction)
    return found[1] if found else ""


def _symbol(node: Any) -> str:
    """A character set in a font of its own: itself, or U+FFFD where only that font knows what it is."""
    code = int(node.get(f"{_W}char", "FFFD"), 16)
    code -= 0xF000 if 0xF020 <= code < 0xF080 and node.get(f"{_W}font") not in _FONTS_OF_SIGNS else 0
    return "\ufffd" if 0xE000 <= code < 0xF900 or code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)


def _row(row: Any) -> str | None:
    cells = []
    for cell in row.iterfind(f"{_W}tc"):
        inner = list(cell.iter(f"{_W}p"))
        if len(inner) != 1:
            return None
        text, boxes = _text(inner[0])
        if boxes:
            return None
        cells.append(text.strip())
    return "\t".join(cells).rstrip("\t") if len(cells) > 1 else None
