"""What inline styles mean in a text: six of them have elements, the others are looks."""

from collections.abc import Callable

#: The element that each meaning is written with, and all elements that mean it.
STYLED = {
    "b": ("b", "strong"),
    "i": ("i", "em", "cite", "dfn", "var", "address"),
    "u": ("u", "ins"),
    "s": ("s", "strike", "del"),
    "sup": ("sup",),
    "sub": ("sub",),
}
MEANS = {element: style for style, elements in STYLED.items() for element in elements}
#: What a declaration has to be about to say any of it.
LOOKS = frozenset(
    {"font-style", "font-weight", "text-decoration", "text-decoration-line", "vertical-align"}
)

_SEMIBOLD = 600


def declarations(style: str) -> dict[str, str]:
    """What a ``style`` attribute declares, in lower case."""
    found: dict[str, str] = {}
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        found[name.strip().lower()] = value.strip().lower()
    return found


def styles_within(name: str, declared: dict[str, str], styles: frozenset[str]) -> frozenset[str]:
    """Which of the styles hold inside an element, by its name and what its style says."""
    now = set(styles)
    if name in MEANS:
        now.add(MEANS[name])
    _set(now, "b", declared.get("font-weight"), _is_bold)
    _set(
        now, "i", declared.get("font-style"), lambda value: value.startswith(("italic", "oblique"))
    )
    line = declared.get("text-decoration-line") or declared.get("text-decoration")
    if line is not None:
        _set(now, "u", line, lambda value: "underline" in value)
        _set(now, "s", line, lambda value: "line-through" in value)
    place = declared.get("vertical-align")
    _set(now, "sup", place, lambda value: value == "super")
    _set(now, "sub", place, lambda value: value == "sub")
    return frozenset(now)


def _is_bold(value: str) -> bool:
    return value in ("bold", "bolder") or (value.isdecimal() and int(value[:5]) >= _SEMIBOLD)


def _set(now: set[str], style: str, value: str | None, holds: Callable[[str], bool]) -> None:
    if value is None or value in ("inherit", ""):
        return
    if holds(value):
        now.add(style)
    else:
        now.discard(style)
