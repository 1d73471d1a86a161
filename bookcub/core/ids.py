"""Short ids that people may have to read aloud: Crockford's base 32, lower case."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
BITS = 5  # of a letter


def short_id(length: int = 8) -> str:
    """A random id of `length` characters, 5 bits each."""
    # All at once: each question for random bits goes to the system.
    drawn = secrets.randbits(BITS * length)
    return "".join(ALPHABET[drawn >> BITS * place & 31] for place in range(length))
