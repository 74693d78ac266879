"""What the ledger keeps of one document, made by the process that read it."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.document import Document
from kg.folding import cut, issued
from kg.linking import Gathering
from kg.ontology import Ontology
from kg.statement import Statement


@dataclass(frozen=True)
class Entry:
    """One document, ready to be stored.

    Attributes:
        name: of the document.
        summary: its row in report.json.
        tally: number of statements by schema.
        lines: its lines of statements.jsonl, compressed.
        facts: what linking looks at (`kg.linking.Gathering.to_json`).
        published: day of publication by article number.
        pieces: (node id, near, body) of each `kg.folding.Piece`.
        text: the text to which offsets refer, compressed, where that is not the file's own; else null.
        seal: a digest of lines, facts, text and pieces, by which what is kept of them can be told to be whole.
    """

    name: str
    summary: dict[str, Any]
    tally: dict[str, int]
    lines: bytes
    facts: str
    published: dict[int, str]
    pieces: list[tuple[str, str, str]]
    text: bytes | None = None
    seal: str = ""

    @property
    def raw(self) -> str | None:
        """The text to which offsets refer, where that is not the file's own."""
        return None if self.text is None else zlib.decompress(self.text).decode("utf-8")

    @classmethod
    def of(cls, document: Document, statements: Sequence[Statement]) -> Entry:
        """The entry of a document.

        Args:
            statements: all that were found in it, in the order of statements.jsonl.

        Raises:
            SchemaError: a statement that the ontology has no place for.
        """
        summary = {
            "doc": document.doc,
            "publisher": document.publisher,
            "area": document.area,
            "issued": document.issued,
            "issuedFrom": document.issued_from,
            "format": document.format,
            "encoding": document.encoding,
            "characters": len(document.raw),
            "articles": len(document.articles),
            "truncated": sum(a.truncated for a in document.articles),
            "repairs": dict(sorted(document.repairs.items())),
            "statements": len(statements),
        }
        text = None if document.plain else zlib.compress(document.raw.encode("utf-8"), 1)
        return cls.from_statements(document.doc, statements, summary, text)

    @classmethod
    def from_statements(
        cls, name: str, statements: Sequence[Statement], summary: dict[str, Any], text: bytes | None = None
    ) -> Entry:
        """The entry of a document of which only the statements are at hand."""
        ontology = Ontology.load()
        facts = Gathering()
        for s in statements:
            facts.add(s)
        pieces = cut(statements, ontology)
        published = {}
        for node, piece in pieces.items():
            if (issue := issued(node, [(name, piece)], ontology)) and issue[0] == name:
                published[issue[1]] = issue[2]
        lines = zlib.compress("".join(s.to_line() + "\n" for s in statements).encode("utf-8"), 1)
        told = facts.to_json()
        rows = [(node, json.dumps(piece.near, ensure_ascii=False), piece.to_json()) for node, piece in pieces.items()]
        return cls(
            name=name,
            summary=summary,
            tally=Counter(s.schema for s in statements),
            lines=lines,
            facts=told,
            published=published,
            pieces=rows,
            text=text,
            seal=seal(told, lines, text, rows),
        )


def seal(facts: str, lines: bytes, text: bytes | None, pieces: Iterable[Sequence[str]]) -> str:
    """See `Entry.seal`; the pieces in their order."""
    found = hashlib.blake2b(digest_size=16)
    parts: list[str | bytes] = [facts, lines, text or b""]
    parts += (p for piece in pieces for p in piece)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(b"%d " % len(data))  # else two parts could exchange what stands at their border
        found.update(data)
    return found.hexdigest()


def statements_of(lines: bytes) -> list[Statement]:
    """The statements of an entry's `lines`."""
    return [Statement.from_dict(json.loads(line)) for line in zlib.decompress(lines).splitlines()]
