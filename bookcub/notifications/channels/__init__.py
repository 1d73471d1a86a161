"""How what is told travels further than the inbox: one class a channel."""

from __future__ import annotations

from bookcub.notifications.channels.base import Channel
from bookcub.notifications.channels.mail import Mail

__all__ = ["CHANNELS"]

CHANNELS: tuple[Channel, ...] = (Mail(),)
