"""A trained reader as a model's folder: config.json and vocabs.json, weights.bin, and the graph of its characters for onnxruntime."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.extraction.ner import weights
from kg.extraction.reader.network import Network
from kg.extraction.reader.shapes import REACH, WIDTHS

#: What the graph holds; sentences and pairs are numpy's.
_CHARACTERS = ("characters.", "pairs.", "features.", "marks.", "enter.", "layers.", "leave.")


def export(network: Network, characters: str, folder: Path, about: dict[str, Any]) -> None:
    """Write the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = weights.write({n: v.detach().cpu().numpy() for n, v in network.state_dict().items()}, folder)
    config = {"about": about, "weights": listed}
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "vocabs.json").write_text(
        json.dumps({"characters": characters}, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (folder / "model.onnx").write_bytes(_graph(listed))


def _graph(listed: list[Any]) -> bytes:
    from recogniser.graphs import Graph

    graph = Graph(listed, _CHARACTERS)
    seen = graph.characters(WIDTHS, REACH, ["marks"])
    return graph.finished("reader", {"seen": seen, "tags": graph.linear("leave", seen)}, ["marks"])
