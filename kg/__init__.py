"""kg: raw Chinese newspaper text in, a proven graph of who attended what, in which position, when, out."""

from __future__ import annotations

__version__ = "0.1.0"
