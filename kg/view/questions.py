"""The Cypher that the explorer asks, in kg/view/cypher: ``// name  what it gives``, and the text up to the next head."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.errors import SchemaError

#: Stands in a text for the label of the node that it starts from.
LABEL = ":LABEL"
#: Stands in a text where its events `e` may be restricted to those of which papers of an area, a publisher or a time tell.
TOLD = "AND TOLD"
_TOLD = (
    "AND EXISTS { MATCH (m:Article)-[:REPORTS]->(e) WHERE ($area = '' OR m.area = $area) "
    "AND ($publisher = '' OR m.publisher = $publisher) AND ($whenever OR m.publishedText IN $days) }"
)


def restricted(text: str, told: bool) -> str:
    """A text whose events are those of some papers, or all."""
    return text.replace(TOLD, _TOLD if told else "")


@lru_cache(maxsize=1)
def load() -> dict[str, str]:
    """Every text by its name.

    Raises:
        SchemaError: two of one name, or text before the first head.
    """
    found: dict[str, list[str]] = {}
    for path in sorted((Path(__file__).parent / "cypher").glob("*.cypher")):
        name = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.startswith("//"):
                name = line[2:].split()[0]
                if name in found:
                    raise SchemaError(f"{path}:{number}", f"a second '{name}'", "name it otherwise")
                found[name] = []
            elif name:
                found[name].append(line)
            elif line.strip():
                raise SchemaError(f"{path}:{number}", "a text without a name", "put // name before it")
    return {name: "\n".join(lines) for name, lines in found.items()}
