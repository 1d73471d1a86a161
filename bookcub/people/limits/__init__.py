"""How often somebody may try a password, and how much a new account may post."""
