"""The weights of a model's folder: one file of half-precision numbers, which onnxruntime and HanLP read both.

config.json lists them in their order: ``"weights": [["enter.bias", [128]], …]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import UsageError

FILE = "weights.bin"
_SIZE = 2


def places(listed: list[Any]) -> Iterator[tuple[str, tuple[int, ...], int, int]]:
    """(name, shape, offset in bytes, length in bytes) of each."""
    at = 0
    for name, shape in listed:
        length = int(np.prod(shape)) * _SIZE
        yield str(name), tuple(shape), at, length
        at += length


def write(arrays: Mapping[str, Any], folder: Path) -> list[Any]:
    """Write them, sorted by name; returns the list for config.json."""
    names = sorted(arrays)
    (folder / FILE).write_bytes(b"".join(np.ascontiguousarray(arrays[n], dtype="<f2").tobytes() for n in names))
    return [[n, list(arrays[n].shape)] for n in names]


def read(folder: Path, listed: list[Any]) -> dict[str, Any]:
    """Name → array in single precision.

    Raises:
        UsageError: the file is not as long as the list says.
    """
    content = (folder / FILE).read_bytes()
    found = {}
    end = 0
    for name, shape, at, length in places(listed):
        end = at + length
        found[name] = (
            np.frombuffer(content[at:end], dtype="<f2").astype(np.float32).reshape(shape)
            if end <= len(content)
            else None
        )
    if end != len(content):
        raise UsageError(folder / FILE, "is cut short or of another model", "copy the whole folder again")
    return found
