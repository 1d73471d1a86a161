"""Finding a time, meetings, the live room, minutes."""
