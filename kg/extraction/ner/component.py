"""Our recogniser as a HanLP component: ``hanlp.load("…/kg/extraction/ner/model")`` reads the same weights.

>>> hanlp.load(path)("区委书记林有余主持")
[('区委', 'ORGANIZATION', 0, 2), ('区委书记', 'POSITION', 0, 4), ('林有余', 'PERSON', 4, 7)]
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from hanlp.common.torch_component import TorchComponent

from kg.extraction.ner import Mention, weights
from kg.extraction.ner.network import Network
from kg.extraction.ner.tagger import Tagger


class Recognition(TorchComponent):
    """A HanLP component that finds people, positions, organisations and places."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.characters = ""
        self._tagger: Tagger | None = None

    def load_vocabs(self, save_dir: str, filename: str = "vocabs.json") -> None:
        self.characters = json.loads(Path(save_dir, filename).read_text(encoding="utf-8"))["characters"]

    def save_vocabs(self, save_dir: str, filename: str = "vocabs.json") -> None:
        content = json.dumps({"characters": self.characters}, ensure_ascii=False)
        Path(save_dir, filename).write_text(content + "\n", encoding="utf-8")

    def build_model(self, widths: Sequence[int] = (64, 32, 8, 128), **_: Any) -> Network:
        from kg.extraction.ner.encoding import UNKNOWN

        characters, pairs, features, width = widths
        return Network(1 + UNKNOWN + len(self.characters), characters, pairs, features, width)

    def load_weights(self, save_dir: str, filename: str = weights.FILE, **_: Any) -> None:
        found = weights.read(Path(save_dir), self.config["weights"])
        self.model.load_state_dict({name: torch.from_numpy(array) for name, array in found.items()})

    def save_weights(self, save_dir: str, filename: str = weights.FILE, trainable_only: bool = True, **_: Any) -> None:
        state = {name: value.detach().cpu().numpy() for name, value in self.model.state_dict().items()}
        self.config["weights"] = weights.write(state, Path(save_dir))
        self.save_config(save_dir)

    def recognise(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Mentions of each text; see `kg.extraction.ner.Recogniser`."""
        if self._tagger is None:
            self._tagger = Tagger(self.characters, self._scores, self.config["temperature"])
        return self._tagger.recognise(texts)

    def _scores(self, ids: Any, pairs: Any, features: Any) -> Any:
        rows = (torch.from_numpy(x).to(self.device) for x in (ids, pairs, features))
        with torch.no_grad():
            return self.model(*rows).cpu().numpy()

    def predict(self, data: Any, **_: Any) -> list[Any]:
        """(text, label, start, end) of each name of a text, of a list of characters, or of a list of either."""
        one = isinstance(data, str) or bool(data) and all(isinstance(x, str) and len(x) == 1 for x in data)
        texts = ["".join(x) for x in ([data] if one else data)]
        found = [
            [(t[m.start : m.end], m.label, m.start, m.end) for m in mentions]
            for t, mentions in zip(texts, self.recognise(texts), strict=True)
        ]
        return found[0] if one else found

    def build_dataloader(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError("trained by scripts/train_ner.py")

    build_optimizer = build_criterion = build_metric = build_dataloader
    execute_training_loop = fit_dataloader = evaluate_dataloader = build_dataloader
