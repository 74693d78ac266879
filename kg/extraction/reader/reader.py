"""The reader of whole documents: pages, the network, the judge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.document import Document
from kg.extraction.narration import Story
from kg.extraction.reader import arithmetic
from kg.extraction.reader.judge import Cuts, judge
from kg.extraction.reader.page import pages
from kg.extraction.reader.reading import PageReader


class Reader:
    """Reads the articles of documents after the rules have.

    Args:
        cuts: from how likely on it is believed; the model's own when null.
    """

    def __init__(self, cuts: Cuts | None = None) -> None:
        model = arithmetic.load()
        self._pages = PageReader(model)
        self.cuts = cuts or Cuts(**_tuples(model.settings.get("cuts", {})))

    def read(self, document: Document, stories: Iterable[Story]) -> None:
        """Add to the stories of a document's articles what the rules left out; see `judge`.

        ``县委书记高远山一行冒雪来到东山村`` is an event led by 高远山, though no rule knows the words between them.
        """
        for article, story in zip(document.articles, stories, strict=True):
            if story.named:
                events = story.scene.events
                found = [self._pages.read(page, events) for page in pages(article, story.named, document.issued)]
                judge(article, story, document.issued, found, self.cuts)


def _tuples(cuts: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in cuts.items()}
