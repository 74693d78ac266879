"""The reader of whole documents: pages, the network, the judge."""

from __future__ import annotations

from collections.abc import Iterable

from kg.document import Document
from kg.extraction.happenings import Happening
from kg.extraction.narration import Story
from kg.extraction.reader import arithmetic
from kg.extraction.reader.judge import Cuts, Judge
from kg.extraction.reader.page import pages
from kg.extraction.reader.reading import PageReader


class Reader:
    """Reads the articles of documents after the rules have.

    Args:
        cuts: from how likely on it is believed.
    """

    def __init__(self, cuts: Cuts | None = None) -> None:
        self._pages = PageReader(arithmetic.load())
        self.cuts = cuts or Cuts()

    def read(self, document: Document, stories: Iterable[Story]) -> None:
        """Add to the stories of a document's articles what the rules left out; see `Judge`.

        ``县委书记高远山一行冒雪来到东山村`` is an event led by 高远山, though no rule knows the words between them.
        """
        for article, story in zip(document.articles, stories, strict=True):
            if story.named:
                told: dict[int, list[Happening]] = {}
                for event in story.scene.events:
                    told.setdefault(event.opened.block, []).append(event)
                judge = Judge(story, self.cuts)
                for page in pages(article, story.named, document.issued):
                    here = dict.fromkeys(spot.block for spot in page.spots)
                    events = [e for block in here for e in told.get(block, ())]
                    judge.decide(self._pages.read(page, events, judge.offices.printed(page)))
                judge.close()
