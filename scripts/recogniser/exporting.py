"""A trained network as a model's folder: config.json and vocabs.json, weights.bin, and the graph for onnxruntime."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.extraction.ner import weights
from kg.extraction.ner.network import REACH, Network


def export(network: Network, characters: str, temperature: float, folder: Path, about: dict[str, Any]) -> None:
    """Write the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().cpu().numpy() for name, value in network.state_dict().items()}
    listed = weights.write(state, folder)
    widths = [
        network.characters.embedding_dim,
        network.pairs.embedding_dim,
        network.features.embedding_dim,
        2 * network.middle,
    ]
    config = {
        "classpath": "kg.extraction.ner.component.Recognition",
        "hanlp_version": "2.1.5",
        "about": about,
        "temperature": temperature,
        "widths": widths,
        "weights": listed,
    }
    text = json.dumps(config, ensure_ascii=False, indent=1)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")
    content = json.dumps({"characters": characters}, ensure_ascii=False)
    (folder / "vocabs.json").write_text(content + "\n", encoding="utf-8")
    (folder / "model.onnx").write_bytes(_graph(listed, widths))


def _graph(listed: list[Any], widths: list[int]) -> bytes:
    from recogniser.graphs import Graph

    graph = Graph(listed)
    return graph.finished("recogniser", {"scores": graph.linear("leave", graph.characters(widths, REACH))})
