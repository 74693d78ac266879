"""Our own recogniser but for the arithmetic: texts to rows of numbers, scores to mentions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.extraction.ner import Mention
from kg.extraction.ner.pieces import pieces
from kg.lexicon import words

#: The folder of the model that comes with the package.
MODEL = Path(__file__).parent / "model"
#: Characters in a row, about: longer rows fall out of the processor's cache.
_ROW = 1536

#: ids, pairs, features → scores of the tags, one row each a character.
Scores = Callable[[Any, Any, Any], Any]


def settings(folder: Path = MODEL) -> dict[str, Any]:
    """config.json of a model's folder.

    Raises:
        UsageError: there is none.
    """
    try:
        found: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise UsageError(
            folder, f"holds no recogniser ({e})", "reinstall the package, or name a folder that does"
        ) from e
    return found


def characters(folder: Path = MODEL) -> str:
    """The vocabulary of a model's folder."""
    return str(json.loads((folder / "vocabs.json").read_text(encoding="utf-8"))["characters"])


def version(folder: Path = MODEL) -> str:
    """A hash of the weights and the vocabulary."""
    whole = hashlib.sha256()
    for name in ("weights.bin", "vocabs.json", "config.json"):
        whole.update((folder / name).read_bytes())
    return whole.hexdigest()[:12]


class Tagger:
    """Finds mentions with whatever computes the scores.

    Args:
        vocabulary: the characters, in the order of their numbers.
        scores: the network.
        temperature: what scores are divided by, so that their probabilities are those of being right.
    """

    def __init__(self, vocabulary: str, scores: Scores, temperature: float = 1.0) -> None:
        from kg.extraction.ner.encoding import Encoder

        self._encoder, self._scores, self._temperature = Encoder(vocabulary), scores, temperature
        self._address = frozenset(words("titles", "address"))
        self._inner = frozenset(words("positions", "inner_organs"))

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Mentions of each text; see `kg.extraction.ner.Recogniser`."""
        found: list[list[Mention]] = [[] for _ in texts]
        for batch in _rows(texts):
            read = self._read([texts[i][a:b] for i, a, b in batch])
            for (i, offset, _), mentions in zip(batch, read, strict=True):
                found[i] += [Mention(offset + m.start, offset + m.end, m.label, m.confidence) for m in mentions]
        return found

    def _read(self, batch: list[str]) -> list[list[Mention]]:
        import numpy as np

        from kg.extraction.ner import decoding

        row = self._encoder.encode(batch)
        scores = self._scores(row.ids, row.pairs, row.features)
        path = decoding.best_paths(scores, row.starts, row.sizes)
        odds = np.exp((scores - scores.max(axis=1, keepdims=True)) / self._temperature)
        sure = odds[np.arange(len(path)), path] / odds.sum(axis=1)
        path[row.ids == 0] = 0
        found: list[list[Mention]] = [[] for _ in batch]
        starts = row.starts.tolist()
        k = 0
        for start, end, piece, p in decoding.spans(path, sure):
            while k + 1 < len(starts) and starts[k + 1] <= start:
                k += 1
            label = decoding.PIECES[piece]
            if label == "PERSON" and batch[k][start - starts[k] : end - starts[k]] in self._address:
                continue  # 总统殿下, 各位先生: a form of address is nobody's name
            found[k].append(Mention(start - starts[k], end - starts[k], label, round(p, 2)))
        return [_joined(text, mentions, self._inner) for text, mentions in zip(batch, found, strict=True)]


def _rows(texts: Sequence[str]) -> Iterator[list[tuple[int, int, int]]]:
    """(text, start, end) of the pieces of a batch, in order."""
    batch: list[tuple[int, int, int]] = []
    room = _ROW
    for i, text in enumerate(texts):
        for start, end in pieces(text):
            if end - start > room and batch:
                yield batch
                batch, room = [], _ROW
            batch.append((i, start, end))
            room -= end - start
    if batch:
        yield batch


def _joined(text: str, mentions: list[Mention], inner: frozenset[str]) -> list[Mention]:
    """区委 and 书记 side by side are the position 区委书记, and the organ in it; a state that has an office is an organ.

    What is `inner` to an organ that is not printed (党组 of 党组书记) is part of the position alone.
    """
    out: list[Mention] = []
    for m in mentions:
        last = out[-1] if out else None
        if m.label == "POSITION" and last and last.end == m.start and last.label in ("ORGANIZATION", "PLACE"):
            if text[last.start : last.end] in inner:
                out.pop()
            else:
                out[-1] = Mention(last.start, last.end, "ORGANIZATION", last.confidence)
            m = Mention(last.start, m.end, "POSITION", min(last.confidence, m.confidence))
        out.append(m)
    return out
