"""Live streams: what happens in a room reaches everybody in it, by Server-Sent Events."""

from bookcub.config.live.hub import Hub
from bookcub.config.live.rooms import Pulse, RoomLine, Rooms, RoomView, Ticket, Timing
from bookcub.config.live.streams import Stream, ticket_in

__all__ = [
    "Hub",
    "Pulse",
    "RoomLine",
    "RoomView",
    "Rooms",
    "Stream",
    "Ticket",
    "Timing",
    "ticket_in",
]
