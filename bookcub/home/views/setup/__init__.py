"""Setting the archive up: one step at a time, then all of it at once."""

NAMES = ("The archive", "Its keeper", "Who may join", "Stories", "Look it over")
