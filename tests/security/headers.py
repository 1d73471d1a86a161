"""What the headers of an answer allow a browser and a cache."""

from __future__ import annotations

from django.http import HttpResponseBase


def protects(answer: HttpResponseBase) -> bool:
    """Whether the answer keeps frames, sniffers and foreign scripts away."""
    policy = answer.headers.get("Content-Security-Policy", "")
    return (
        "'unsafe" not in policy
        and ("frame-ancestors 'none'" in policy or "sandbox" in policy)
        and answer.headers.get("X-Frame-Options") == "DENY"
        and answer.headers.get("X-Content-Type-Options") == "nosniff"
        and answer.headers.get("Referrer-Policy") == "same-origin"
    )


def may_be_shared(answer: HttpResponseBase) -> bool:
    """Whether a cache between two people may give one of them what the other saw."""
    told = answer.headers.get("Cache-Control", "")
    by_cookie = "cookie" in answer.headers.get("Vary", "").lower()
    return not ("private" in told or "no-store" in told or by_cookie)
