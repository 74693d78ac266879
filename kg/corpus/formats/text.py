"""Plain text and markdown, in any encoding that Chinese texts are kept in."""

from __future__ import annotations

from kg.corpus import encodings
from kg.corpus.formats import Text


def decode(content: bytes, where: str) -> Text:
    """The text as it is, line ends included.

    Raises:
        InputError: it is empty, no text, or its encoding is not clear.
    """
    found = encodings.decode(content, where)
    return Text(found.text, encoding=found.encoding, plain=found.encoding == "utf-8", repairs=found.repairs)
