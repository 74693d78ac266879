"""The graph of a network over a row of characters, for onnxruntime: what the recogniser and the reader have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onnx import TensorProto, helper

from kg.extraction.ner import weights
from kg.extraction.ner.encoding import FEATURES

_LAST = 2**31


class Graph:
    """Nodes and constants, put together one after the other.

    Args:
        listed: names and shapes of the weights, as `weights.write` gives them.
        only: beginnings of the names of those that the graph holds; all when empty.
    """

    def __init__(self, listed: list[Any], only: tuple[str, ...] = ()) -> None:
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self.kept: dict[str, str] = {}
        for name, shape, at, length in weights.places(listed):
            if only and not name.startswith(only):
                continue
            tensor = TensorProto(name=name, data_type=TensorProto.FLOAT16, dims=shape)
            tensor.data_location = TensorProto.EXTERNAL
            for key, value in (("location", weights.FILE), ("offset", str(at)), ("length", str(length))):
                tensor.external_data.add(key=key, value=value)
            self._constants.append(tensor)
            self.kept[name] = self.node("Cast", name, to=TensorProto.FLOAT)

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"{kind.lower()}{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def numbers(self, *values: int) -> str:
        name = f"numbers{len(self._constants)}"
        self._constants.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
        return name

    def zeros(self, width: int, rows: int) -> str:
        name = f"zeros{len(self._constants)}"
        self._constants.append(helper.make_tensor(name, TensorProto.FLOAT, [rows, width], [0.0] * (rows * width)))
        return name

    def linear(self, name: str, x: str) -> str:
        return self.node("Gemm", x, self.kept[f"{name}.weight"], self.kept[f"{name}.bias"], transB=1)

    def part(self, x: str, begin: int, end: int, axis: int) -> str:
        return self.node("Slice", x, self.numbers(begin), self.numbers(end), self.numbers(axis))

    def characters(self, widths: Sequence[int], reach: Sequence[int], more: Sequence[str] = ()) -> str:
        """What each character is seen as: embeddings, and the layers over them.

        Args:
            widths: of characters, pairs, features, and last of the layers.
            reach: how far each layer looks.
            more: inputs with an embedding of their own beside the three.
        """
        self._constants.append(helper.make_tensor("zero", TensorProto.INT32, [1], [0]))
        keep = self.node("Cast", self.node("Greater", "ids", "zero"), to=TensorProto.FLOAT)
        keep = self.node("Unsqueeze", keep, self.numbers(1))
        pair = self.node("Gather", self.kept["pairs.weight"], "pairs", axis=0)
        after = self.node("Concat", self.part(pair, 1, _LAST, 0), self.zeros(widths[1], 1), axis=0)
        lexicon = self.node("Gather", self.kept["features.weight"], "features", axis=0)
        lexicon = self.node("Reshape", lexicon, self.numbers(-1, len(FEATURES) * widths[2]))
        alone = self.node("Gather", self.kept["characters.weight"], "ids", axis=0)
        others = [self.node("Gather", self.kept[f"{name}.weight"], name, axis=0) for name in more]
        x = self.node("Concat", alone, pair, after, lexicon, *others, axis=1)
        x = self.node("Mul", self.node("Relu", self.linear("enter", x)), keep)
        width = widths[-1]
        half = width // 2
        for i, far in enumerate(reach):
            left, right = self.part(x, 0, half, 1), self.part(x, half, width, 1)
            left = self.node("Concat", self.zeros(half, far), self.part(left, 0, -far, 0), axis=0)
            right = self.node("Concat", self.part(right, far, _LAST, 0), self.zeros(half, far), axis=0)
            seen = self.node("Concat", x, left, right, axis=1)
            x = self.node("Mul", self.node("Add", x, self.node("Relu", self.linear(f"layers.{i}", seen))), keep)
        return x

    def finished(self, name: str, outputs: dict[str, str], more: Sequence[str] = ()) -> bytes:
        """The file: `outputs` are the names that the graph gives, and the nodes that they are."""
        for output, node in outputs.items():
            self._nodes.append(helper.make_node("Identity", [node], [output]))
        shapes: dict[str, list[Any]] = {"ids": ["n"], "pairs": ["n"], "features": ["n", len(FEATURES)]}
        shapes |= {extra: ["n"] for extra in more}
        given = [helper.make_tensor_value_info(n, TensorProto.INT32, s) for n, s in shapes.items()]
        found = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n", None]) for n in outputs]
        graph = helper.make_graph(self._nodes, name, given, found, self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        return bytes(model.SerializeToString())
