"""What ASGI says, in types."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from bookcub.config.live.streams import Message, Receive, Send

Scope = MutableMapping[str, Any]
Header = tuple[bytes, bytes]

__all__ = ["Header", "Message", "Receive", "Scope", "Send"]
