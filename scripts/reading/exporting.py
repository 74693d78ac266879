"""A trained reader as a model's folder: config.json and vocabs.json, weights.bin, and the graph of its characters for onnxruntime."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.extraction.ner import weights
from kg.extraction.ner.encoding import FEATURES
from kg.extraction.reader.judge import Cuts
from kg.extraction.reader.network import Network
from kg.extraction.reader.shapes import REACH, WIDTHS

#: What the graph holds; sentences and pairs are numpy's.
_CHARACTERS = ("characters.", "pairs.", "features.", "marks.", "enter.", "layers.", "leave.")


def export(network: Network, characters: str, folder: Path, about: dict[str, Any], cuts: Cuts) -> None:
    """Write the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = weights.write({n: v.detach().cpu().numpy() for n, v in network.state_dict().items()}, folder)
    config = {"about": about, "cuts": asdict(cuts), "weights": listed}
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "vocabs.json").write_text(
        json.dumps({"characters": characters}, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (folder / "model.onnx").write_bytes(_graph(listed))


def _graph(listed: list[Any]) -> bytes:
    from onnx import TensorProto, helper

    nodes: list[Any] = []
    constants: list[Any] = []

    def node(kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind.lower()}{len(nodes)}"
        nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def numbers(*values: int) -> str:
        name = f"numbers{len(constants)}"
        constants.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
        return name

    def zeros(width: int, rows: int) -> str:
        name = f"zeros{len(constants)}"
        constants.append(helper.make_tensor(name, TensorProto.FLOAT, [rows, width], [0.0] * (rows * width)))
        return name

    kept: dict[str, str] = {}
    for name, shape, at, length in weights.places(listed):
        if not name.startswith(_CHARACTERS):
            continue
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT16, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", weights.FILE), ("offset", str(at)), ("length", str(length))):
            tensor.external_data.add(key=key, value=value)
        constants.append(tensor)
        kept[name] = node("Cast", name, to=TensorProto.FLOAT)

    def linear(name: str, x: str) -> str:
        return node("Gemm", x, kept[f"{name}.weight"], kept[f"{name}.bias"], transB=1)

    last = 2**31
    constants.append(helper.make_tensor("zero", TensorProto.INT32, [1], [0]))
    keep = node("Unsqueeze", node("Cast", node("Greater", "ids", "zero"), to=TensorProto.FLOAT), numbers(1))
    _, pair_width, feature_width, _, width = WIDTHS
    half = width // 2
    pair = node("Gather", kept["pairs.weight"], "pairs", axis=0)
    after = node("Concat", node("Slice", pair, numbers(1), numbers(last), numbers(0)), zeros(pair_width, 1), axis=0)
    lexicon = node(
        "Reshape",
        node("Gather", kept["features.weight"], "features", axis=0),
        numbers(-1, len(FEATURES) * feature_width),
    )
    characters = node("Gather", kept["characters.weight"], "ids", axis=0)
    marks = node("Gather", kept["marks.weight"], "marks", axis=0)
    x = node("Concat", characters, pair, after, lexicon, marks, axis=1)
    x = node("Mul", node("Relu", linear("enter", x)), keep)
    for i, reach in enumerate(REACH):
        left_half = node("Slice", x, numbers(0), numbers(half), numbers(1))
        right_half = node("Slice", x, numbers(half), numbers(width), numbers(1))
        left = node(
            "Concat", zeros(half, reach), node("Slice", left_half, numbers(0), numbers(-reach), numbers(0)), axis=0
        )
        right = node(
            "Concat", node("Slice", right_half, numbers(reach), numbers(last), numbers(0)), zeros(half, reach), axis=0
        )
        seen = node("Concat", x, left, right, axis=1)
        x = node("Mul", node("Add", x, node("Relu", linear(f"layers.{i}", seen))), keep)
    nodes.append(helper.make_node("Identity", [x], ["seen"]))
    nodes.append(helper.make_node("Identity", [linear("leave", x)], ["tags"]))
    shapes = (("ids", ["n"]), ("pairs", ["n"]), ("features", ["n", len(FEATURES)]), ("marks", ["n"]))
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT32, s) for n, s in shapes]
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n", None]) for n in ("seen", "tags")]
    graph = helper.make_graph(nodes, "reader", inputs, outputs, constants)
    return bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8).SerializeToString()
    )
