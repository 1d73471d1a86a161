"""Club, membership, picks, reads, plans: the people who read together."""
