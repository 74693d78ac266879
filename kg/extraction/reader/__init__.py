"""The learned reader beside the rules: it reads a whole article, and one judge makes of both what is stated."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kg.document import Document
from kg.extraction.narration import Story
from kg.extraction.reader.arithmetic import load as load_model
from kg.extraction.reader.arithmetic import version
from kg.extraction.reader.judge import Cuts, judge
from kg.extraction.reader.page import pages
from kg.extraction.reader.reading import PageReader

__all__ = ["Cuts", "Reader", "load", "version"]


class Reader:
    """Reads the articles of documents after the rules have.

    Args:
        cuts: from how likely on it is believed; the model's own when null.
    """

    def __init__(self, cuts: Cuts | None = None) -> None:
        model = load_model()
        self._pages = PageReader(model)
        self.cuts = cuts or Cuts(**{k: tuple(v) if isinstance(v, list) else v for k, v in model.settings.get("cuts", {}).items()})

    def read(self, document: Document, stories: Iterable[Story]) -> None:
        """Add to the stories of a document's articles what the rules left out; see `judge`."""
        for article, story in zip(document.articles, stories, strict=True):
            if not story.named:
                continue
            found = [self._pages.read(page, story.scene.events) for page in pages(article, story.named, document.issued)]
            judge(article, story, document.issued, found, self.cuts)


@lru_cache(maxsize=1)
def load() -> Reader:
    """The reader, its model read once in each process."""
    return Reader()
