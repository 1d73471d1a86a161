"""Passwords are hashed at the side of those who read."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher

from bookcub.core.processes import giving_way


class PatientArgon2(Argon2PasswordHasher):
    """Django's own, which takes all of the machine for a tenth of a second or more: what nobody else wants of it.

    Its hashes are Django's, too.
    """

    def encode(self, password: str, salt: str) -> str:
        """See Django."""
        return giving_way(lambda: super(PatientArgon2, self).encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        """See Django."""
        return giving_way(lambda: super(PatientArgon2, self).verify(password, encoded))
