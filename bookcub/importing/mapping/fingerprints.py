"""Fingerprints, by which a source is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def fingerprint_of(parts: Iterable[str]) -> str:
    """The same for the same parts in the same order, and for nothing else."""
    digest = hashlib.sha256()
    for part in parts:
        coded = part.encode("utf-8", "replace")
        digest.update(len(coded).to_bytes(8, "big") + coded)
    return digest.hexdigest()
