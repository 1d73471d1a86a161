"""Short ids that people may have to read aloud: Crockford's base 32, lower case."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def short_id(length: int = 8) -> str:
    """A random id of `length` characters, 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
