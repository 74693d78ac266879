"""The explorer: `kg view`, which asks a build for what is on screen, and explorer.html, the same page with all data inside.

What a page asks and is told is written down in web/src/protocol.ts. The package itself can be called: ``kg.view("out")`` is
the command `kg view` as a function (`kg.view.serving.view`).
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Command(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Any:
        from kg.view.serving import view

        return view(*arguments, **options)


# A package and a command of one name: `kg.view` is what holds the one and does the other.
sys.modules[__name__].__class__ = _Command
