"""Groups of ids that are one thing (union-find), some of which must never meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Groups(Generic[T]):
    """Groups whose name is their smallest member; each carries facts that decide whether two may be joined.

    Args:
        facts: what is known of each id alone.
        merge: facts of the joined group, or None when the two groups contradict each other.
    """

    def __init__(self, facts: dict[str, T], merge: Callable[[T, T], T | None]) -> None:
        self._above = {i: i for i in facts}
        self._facts = dict(facts)
        self._merge = merge

    def find(self, i: str) -> str:
        """The smallest member of the group of `i`."""
        root = i
        while self._above[root] != root:
            root = self._above[root]
        while self._above[i] != root:
            self._above[i], i = root, self._above[i]
        return root

    def facts(self, i: str) -> T:
        return self._facts[self.find(i)]

    def may_join(self, a: str, b: str) -> bool:
        a, b = self.find(a), self.find(b)
        return a == b or self._merge(self._facts[a], self._facts[b]) is not None

    def join(self, a: str, b: str) -> bool:
        """Make the groups of `a` and `b` one, unless they contradict each other; tells whether they are one now."""
        a, b = sorted((self.find(a), self.find(b)))
        if a == b:
            return True
        merged = self._merge(self._facts[a], self._facts[b])
        if merged is None:
            return False
        self._above[b] = a
        self._facts[a] = merged
        del self._facts[b]
        return True

    def links(self, ids: Iterable[str]) -> dict[str, str]:
        """Id → smallest member, for the ids that are not it."""
        return {i: self.find(i) for i in sorted(ids) if self.find(i) != i}
