"""The reader's network without torch: characters by onnxruntime, sentences and pairs, which are few, by numpy."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import UsageError
from kg.extraction.ner import weights
from kg.extraction.reader.shapes import SENTENCE_REACH, SENTENCE_WIDTH

#: The folder of the model that comes with the package.
MODEL = Path(__file__).parent / "model"
_FILES = ("weights.bin", "vocabs.json", "config.json")


def version(folder: Path = MODEL) -> str:
    """A hash of the weights, the vocabulary and the settings."""
    whole = hashlib.sha256()
    for name in _FILES:
        try:
            whole.update((folder / name).read_bytes())
        except OSError as e:
            raise UsageError(
                folder, f"holds no reader ({e})", "reinstall the package, or build with --rules-only"
            ) from e
    return whole.hexdigest()[:12]


class Arithmetic:
    """The model of a folder (config.json, vocabs.json, model.onnx, weights.bin), read once.

    Raises:
        UsageError: the folder holds none.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        import onnxruntime as ort

        self.version = version(folder)
        self.settings: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.characters = str(json.loads((folder / "vocabs.json").read_text(encoding="utf-8"))["characters"])
        self._w = weights.read(folder, self.settings["weights"])
        ort.set_default_logger_severity(4)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        self._session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])

    def read(self, ids: Any, pairs: Any, features: Any, marks: Any) -> tuple[Any, Any]:
        """(characters,), (characters,), (characters, kinds), (characters,) → (characters, width), (characters, tags)."""
        x, tags = self._session.run(None, {"ids": ids, "pairs": pairs, "features": features, "marks": marks})
        return x, tags

    def _linear(self, name: str, x: Any) -> Any:
        bias = self._w.get(f"{name}.bias")
        out = x @ self._w[f"{name}.weight"].T
        return out if bias is None else out + bias

    def tell(self, x: Any, begins: list[int], ends: list[int], told: Any) -> tuple[Any, Any]:
        """The sentences x[begins[i]:ends[i]] of one page: (sentences, width), and the scores of what each tells."""
        pooled = np.stack([x[a:b].max(axis=0) for a, b in zip(begins, ends, strict=True)])
        s = np.maximum(self._linear("sentence", np.concatenate((pooled, told), axis=1)), 0)
        half = SENTENCE_WIDTH // 2
        for k, reach in enumerate(SENTENCE_REACH):
            none = np.zeros((reach, half), dtype=s.dtype)
            left = np.concatenate((none, s[:, :half]))[: len(s)]
            right = np.concatenate((s[:, half:], none))[reach:]
            s = s + np.maximum(self._linear(f"sentences.{k}", np.concatenate((s, left, right), axis=1)), 0)
        return s, self._linear("tells", s)

    def spans(self, x: Any, s: Any, places: list[tuple[int, int]], sentence: list[int]) -> Any:
        """What spans of the row are seen as: their first and last character, the greatest around them, their sentence."""
        first = np.array([a for a, _ in places])
        last = np.array([b - 1 for _, b in places])
        size = len(x) - 1
        near = np.maximum(
            np.maximum(x[np.maximum(first - 2, 0)], x[np.maximum(first - 1, 0)]),
            np.maximum(x[np.minimum(last + 1, size)], x[np.minimum(last + 2, size)]),
        )
        return np.concatenate((x[first], x[last], near, s[np.array(sentence)]), axis=1)

    def anchors(self, x: Any, s: Any, at: list[int], sentence: list[int]) -> Any:
        """What the places where events are told are seen as."""
        return np.concatenate((x[np.array(at)], s[np.array(sentence)]), axis=1)

    def relate(self, name: str, left: Any, right: Any, i: list[int], j: list[int], forms: list[list[int]]) -> Any:
        """Scores of the pairs (left[i[k]], right[j[k]]); see `Network.relate`."""
        a = self._linear(f"left.{name}", left)[np.array(i)]
        b = self._linear(f"right.{name}", right)[np.array(j)]
        c = self._w[f"form.{name}.weight"][np.array(forms)].sum(axis=1)
        return self._linear(f"out.{name}", np.maximum(a + b + c, 0))


@lru_cache(maxsize=1)
def load(folder: Path = MODEL) -> Arithmetic:
    """The model, read once in each process."""
    return Arithmetic(folder)
