"""Values as cells of a spreadsheet or as text of an XML file, safe to open and able to be read back."""

from __future__ import annotations

import re
from typing import Any

#: What a spreadsheet takes for a formula; the apostrophe is among them so that guarding can be undone.
_FORMULA = re.compile(r"['=+\-@\t\r]")
#: Ends of lines and other control characters, and the pictures that stand for them; one that is printed has a ␛ before it.
_PICTURES = {chr(c): chr(0x2400 + c) for c in range(0x20) if chr(c) not in "\t\x1b"} | {"\x1b": "␦", "\x7f": "␡"}
_LINE_ENDS = {picture: end for end, picture in _PICTURES.items()}
_ESCAPE = "␛"
_BROKEN = re.compile(f"[{re.escape(''.join(_PICTURES))}{''.join(_LINE_ENDS)}␛]")
_PICTURED = re.compile(f"␛([{''.join(_LINE_ENDS)}␛])|[{''.join(_LINE_ENDS)}]")
_REFERENCES = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&quot;"),
    ("\n", "&#10;"),
    ("\r", "&#13;"),
    ("\t", "&#9;"),
)
# Characters that XML 1.0 has no place for.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def guard(text: str) -> str:
    """``=1+1`` as ``'=1+1``: a spreadsheet shows it and does not run it; line ends, of which programs make new rows, as their
    pictures (``区领\n导`` as ``区领␊导``), one character for one. `unguard` gives it back."""
    flat = _BROKEN.sub(lambda m: _PICTURES.get(m[0]) or f"{_ESCAPE}{m[0]}", text) if _BROKEN.search(text) else text
    return f"'{flat}" if _FORMULA.match(text) else flat


def unguard(text: str) -> str:
    plain = text[1:] if text.startswith("'") else text
    return _PICTURED.sub(lambda m: m[1] or _LINE_ENDS[m[0]], plain) if _PICTURED.search(plain) else plain


def join(items: list[str]) -> str:
    """A list in one cell: ``a; b``. A semicolon or backslash in an item has a backslash before it; `split` undoes it."""
    if items == [""]:
        return "\\e"  # a list of one empty item, which is not an empty list
    return "; ".join(i.replace("\\", "\\\\").replace(";", "\\;") for i in items)


def split(cell: str) -> list[str]:
    if not cell:
        return []
    if cell == "\\e":
        return [""]
    items, start, i = [], 0, 0
    while i < len(cell):
        if cell[i] == "\\":
            i += 2
        elif cell[i] == ";":
            items.append(cell[start:i])
            i = start = i + 2
        else:
            i += 1
    items.append(cell[start:])
    return [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in items]


def cell(value: Any) -> Any:
    """A value of a graph as a cell: null empty, lists joined, text guarded, numbers and booleans as they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    return guard(join([str(v) for v in value]) if isinstance(value, (list, tuple)) else str(value))


def xml_text(value: Any) -> str:
    """A value as the text of an XML element or attribute: lists joined; control characters, which XML has no place for,
    as their pictures (U+0007 → ␇); line ends kept."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    text = join([str(v) for v in value]) if isinstance(value, list) else str(value)
    if _NO_XML.search(text):
        text = _NO_XML.sub(lambda m: chr(0x2400 + ord(m[0])) if m[0] < " " else "\ufffd", text)
    for plain, reference in _REFERENCES:
        if plain in text:
            text = text.replace(plain, reference)
    return text


def known(value: Any) -> bool:
    """Whether a value says anything: null and the empty list are left out of graph files."""
    return value is not None and value != []
