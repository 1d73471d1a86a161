"""How a club chooses its next read."""
