"""Our own recogniser through onnxruntime: it comes with the package, needs no network and one thread."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.extraction.ner import tagger
from kg.schemas import schema_dir


class Embedded(tagger.Tagger):
    """The model of a folder (config.json, vocabs.json, model.onnx, weights.bin)."""

    name = "embedded"
    why = ""

    def __init__(self, threads: int = 1, folder: Path = tagger.MODEL) -> None:
        try:
            import onnxruntime as ort
        except ImportError as e:
            raise UsageError("--ner embedded", f"onnxruntime does not load ({e})", "pip install onnxruntime") from e
        settings = tagger.settings(folder)
        ort.set_default_logger_severity(4)
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = threads
        options.log_severity_level = 4
        session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])

        def scores(ids: Any, pairs: Any, features: Any) -> Any:
            return session.run(None, {"ids": ids, "pairs": pairs, "features": features})[0]

        super().__init__(tagger.characters(folder), scores, settings["temperature"])
        self.version = tagger.version(folder)


def version(threads: int = 1) -> str:
    """Of the weights; the lexicon is input to the model, and counts by itself."""
    return tagger.version()


def load(threads: int = 1) -> Embedded:
    """The recogniser, its model read once in each process.

    Args:
        threads: of the model's arithmetic; the result does not depend on it.
    """
    return _load(threads, schema_dir())


@lru_cache(maxsize=2)
def _load(threads: int, schemas: Path) -> Embedded:
    """The lexicon's words are input to the model, so that another folder of schemas makes another recogniser."""
    return Embedded(threads)
