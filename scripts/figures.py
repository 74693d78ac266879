"""Figures of a bench with their targets, as a table."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Table:
    """Figures with their targets, printed as they come."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, name: str, figure: str, target: str = "", good: bool | None = None) -> None:
        verdict = "" if good is None else "ok" if good else "short"
        self.rows.append((name, figure, target, verdict))
        print(f"  {name:58} {figure:>24} {target:>12} {verdict}", flush=True)
