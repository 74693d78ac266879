"""HanLP: our own recogniser as its component, or any model of its, multi-task or of one task.

HanLP counts in tokens; here its names are put back on the characters, and its tag sets on ours. Its released Chinese models are
for research and teaching only, and are downloaded at first use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.extraction.ner import Mention, tagger
from kg.extraction.ner.pieces import packed, pieces
from kg.ids import digest

#: The tag sets of MSRA, PKU, OntoNotes and the like → our labels; other tags are none of ours.
_LABELS = {
    **dict.fromkeys(("PERSON", "PER", "NR", "nr", "nrf", "nr1", "nr2"), "PERSON"),
    **dict.fromkeys(("ORGANIZATION", "ORG", "NT", "nt"), "ORGANIZATION"),
    **dict.fromkeys(("PLACE", "LOCATION", "LOC", "GPE", "FAC", "NS", "ns"), "PLACE"),
    **dict.fromkeys(("POSITION", "TITLE"), "POSITION"),
}
#: The tasks of a multi-task model, the most trusted first.
_TASKS = ("ner/msra", "ner/ontonotes", "ner/pku", "ner")
#: How the first, a middle and the last character of a name of several are marked.
_MARKS = {"BIO": "BII", "IOBES": "BIE", "BIOUL": "BIL"}
#: HanLP's transformers read 512 pieces, two of them its own marks.
_LONGEST = 500
_BATCH = 32

#: (start, end, tag) in tokens, or (text, tag, start, end).
Entity = Sequence[Any]


def spans(text: str, tokens: Sequence[str], entities: Iterable[Entity]) -> Iterator[tuple[int, int, str]]:
    """Names on the characters of a text: (start, end, our label); a name with a tag that is none of ours is left out.

    Args:
        tokens: the text in pieces; blanks may be missing between them.
        entities: ``("林有余", "PERSON", 2, 3)``, the last two of which count tokens.
    """
    places: list[tuple[int, int]] = []
    at = 0
    for token in tokens:
        found = text.find(token, at)
        start = found if found >= 0 else at
        at = min(len(text), start + len(token))
        places.append((start, at))
    for _, tag, first, last in entities:
        label = _LABELS.get(str(tag).split("-")[-1])
        if label and 0 <= first < last <= len(places):
            yield places[first][0], places[last - 1][1], label


def merged(text: str, document: Mapping[str, Any]) -> list[Mention]:
    """The names of one text in a document of a multi-task model, settled between its tasks.

    A name is as sure as the part of the tasks that say the same; where two overlap, the surer, then the more trusted stays.
    """
    tasks = [t for t in (*_TASKS, *sorted(document)) if t in document and t.split("/")[0] == "ner"]
    tasks = list(dict.fromkeys(tasks))
    tokens = next((document[k] for k in ("tok/fine", "tok", "tok/coarse") if k in document), list(text))
    said = [list(spans(text, tokens, document[task])) for task in tasks]
    votes = Counter(span for found in said for span in set(found))
    order = {span: i for i, span in reversed(list(enumerate(s for found in said for s in found)))}
    chosen: list[tuple[int, int, str]] = []
    for span in sorted(votes, key=lambda s: (-votes[s], order[s])):
        if not any(span[0] < b and a < span[1] for a, b, _ in chosen):
            chosen.append(span)
    return [
        Mention(a, b, label, round(0.5 + 0.45 * votes[a, b, label] / len(tasks), 2)) for a, b, label in sorted(chosen)
    ]


class HanLP:
    """A loaded component of HanLP, whatever its kind."""

    name = "hanlp"
    why = ""

    def __init__(self, model: str, component: Any) -> None:
        self._component = component
        self._own = hasattr(component, "recognise")
        self._many = hasattr(component, "tasks")
        config = getattr(component, "config", {}) or {}
        limit = config.get("max_sequence_length") or config.get("max_seq_len") or _LONGEST + 2
        self._limit = max(16, min(_LONGEST, int(limit) - 2))
        self.version = version(model)
        self._taught: dict[str, str] = {}
        #: Short texts are read in one row, and each in the light of those beside it.
        self.together = not self._own

    def teach(self, names: Mapping[str, str]) -> bool:
        """Fill the component's own dictionary with names shown surely (``{"敖煜新": "PERSON"}``), in place of those before.

        Returns:
            Whether it has one.
        """
        self._taught = {name: label for name, label in names.items() if len(name) > 1}
        parts = list(self._component.tasks.items()) if self._many else [("ner", self._component)]
        taught = False
        for task, part in parts:
            if task.startswith("ner") and hasattr(type(part), "dict_whitelist"):
                part.dict_whitelist = self._listed(part)
                taught = True
            elif task.startswith("ner") and hasattr(type(part), "dict_tags"):
                part.dict_tags = self._tagged(part)
                taught = True
            elif task.startswith("tok") and hasattr(type(part), "dict_force"):
                part.dict_force = set(self._taught)
        return taught

    def _listed(self, part: Any) -> dict[Any, str]:
        """Names with the tags that this part knows; by characters where it reads characters."""
        known = self._known(part)
        return known if self._many else {tuple(name): tag for name, tag in known.items()}

    def _known(self, part: Any) -> dict[str, str]:
        tags = {_LABELS.get(t.split("-")[-1]): t.split("-")[-1] for t in sorted(_tags(part), reverse=True) if "-" in t}
        return {name: tags.get(label, label) for name, label in self._taught.items()}

    def _tagged(self, part: Any) -> dict[Any, tuple[str, ...]] | None:
        """Names by characters, with a tag for each of them; a dictionary of HanLP's that is empty matches nothing it may read."""
        marks = _MARKS[part.tagging_scheme]
        known = {
            tuple(name): (f"{marks[0]}-{tag}", *[f"{marks[1]}-{tag}"] * (len(name) - 2), f"{marks[2]}-{tag}")
            for name, tag in self._known(part).items()
        }
        return known or None

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Mentions of each text; see `kg.extraction.ner.Recogniser`."""
        if self._own:
            found: list[list[Mention]] = self._component.recognise(texts)
            return found
        parts = [(i, a, b) for i, text in enumerate(texts) for a, b in pieces(text, self._limit) if text[a:b].strip()]
        rows = list(packed([texts[i][a:b] for i, a, b in parts], self._limit))
        # Padding does not change what a transformer says, but long batches of short rows waste it.
        rows.sort(key=lambda row: (len(row.text), row.places))
        out: list[list[Mention]] = [[] for _ in texts]
        for k in range(0, len(rows), _BATCH):
            batch = rows[k : k + _BATCH]
            for row, mentions in zip(batch, self._read([row.text for row in batch]), strict=True):
                for part, m in row.own(mentions):
                    i, offset, _ = parts[part]
                    out[i].append(Mention(offset + m.start, offset + m.end, m.label, m.confidence))
        return [sorted(mentions) for mentions in out]

    def _read(self, batch: list[str]) -> list[list[Mention]]:
        if self._many:
            document = self._component(batch, tasks="ner*")
            one = [{key: value[i] for key, value in document.items()} for i in range(len(batch))]
            return [merged(text, part) for text, part in zip(batch, one, strict=True)]
        rows = [["、" if c.isspace() else c for c in text] for text in batch]
        said = self._component(rows)
        return [merged(text, {"ner": entities}) for text, entities in zip(batch, said, strict=True)]


def _tags(part: Any) -> list[str]:
    vocabulary = getattr(part, "vocabs", None) or {}
    tag = vocabulary.get("tag")
    return [str(t) for t in tag.idx_to_token] if tag is not None else []


@lru_cache(maxsize=2)
def version(model: str | None = None) -> str:
    """Of the files of a model's folder, or of the name and HanLP, which may fetch another model under it."""
    folder = Path(model) if model else tagger.MODEL
    if (folder / "weights.bin").is_file():
        return tagger.version(folder)
    try:
        package = metadata.version("hanlp")
    except metadata.PackageNotFoundError:
        package = ""
    files = sorted(f for f in folder.rglob("*") if f.is_file()) if folder.is_dir() else []
    seen = [(f.relative_to(folder).as_posix(), f.stat().st_size, f.stat().st_mtime_ns) for f in files]
    return digest(model, package, seen, size=12)


def load(model: str | None = None) -> HanLP:
    """The recogniser, its model read once in each process.

    Args:
        model: a folder, or a name or address that ``hanlp.load`` knows; without it our own.

    Raises:
        UsageError: HanLP is not installed, or does not load the model.
    """
    missing = [name for name in ("hanlp", "torch") if find_spec(name) is None]
    if missing:
        raise UsageError("--ner hanlp", f"{' and '.join(missing)} not installed", "pip install kg-newspapers[hanlp]")
    import hanlp

    path = model or str(tagger.MODEL)
    try:
        with redirect_stderr(StringIO()):  # its advice about its own installation
            return HanLP(path, hanlp.load(path, verbose=False))
    except Exception as e:  # whatever HanLP, transformers or the network throw: the user needs one line
        first = _cause(e)
        reason = " ".join(str(first).split())[:200] or type(first).__name__
        raise UsageError(
            f"--model {path}", f"HanLP does not load it ({reason})", "name a folder or a model of HanLP"
        ) from e


def _cause(error: BaseException) -> BaseException:
    """What went wrong first: HanLP raises anew while it looks for somebody to blame."""
    while error.__context__ is not None:
        error = error.__context__
    return error
