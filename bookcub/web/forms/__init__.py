"""What forms of several packages share, by noun."""
