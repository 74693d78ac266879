"""The explorer: `kg view`, which asks a build for what is on screen, and explorer.html, the same page with all data inside.

What a page asks and is told is written down in web/src/protocol.ts.
"""

from __future__ import annotations
