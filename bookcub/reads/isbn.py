"""The numbers of books: ISBN-10 and ISBN-13 (ISO 2108), with their check digits."""

from __future__ import annotations

TEN, THIRTEEN = 10, 13
BOOKLAND = "978"


def isbn13(typed: str) -> str:
    """The thirteen digits of an ISBN written in any usual way; an ISBN-10 becomes its ISBN-13.

    Raises ValueError for anything else, and where the check digit does not fit.
    """
    digits = "".join(sign for sign in typed.upper() if sign not in " -‐‑–")
    digits = digits.removeprefix("ISBN").removeprefix(":")
    if len(digits) == TEN and _fits_ten(digits):
        body = BOOKLAND + digits[:-1]
        return body + _check(body)
    if len(digits) == THIRTEEN and _is_digits(digits) and digits.startswith(("978", "979")):
        if digits[-1] == _check(digits[:-1]):
            return digits
        raise ValueError("The last digit does not fit the others")
    raise ValueError("not an ISBN")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _fits_ten(digits: str) -> bool:
    if not _is_digits(digits[:-1]) or not (_is_digits(digits[-1]) or digits[-1] == "X"):
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return (
        sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11
        == 0
    )


def _check(body: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return str(-total % 10)
