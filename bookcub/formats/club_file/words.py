"""How a chapter is known again in another archive."""

from __future__ import annotations

import hashlib

from bookcub.core.text import plain


def words_of(html: str) -> str:
    """A SHA-256 of what a chapter says, tags taken out, wherever it stands."""
    return hashlib.sha256(plain(html).encode()).hexdigest()
