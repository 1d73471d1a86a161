"""Words that their writer covers, because they give something away: ``||like this||``.

The bars are kept as they were typed, so that whatever is stored, exported and changed again is the writer's own text; a
page or a letter puts the cover over them when it shows them.
"""

from collections.abc import Callable

from bookcub.core.text.tokens import VOID, listed, tokens

BARS = "||"
#: Where bars are signs of their own, or where nothing that can be ticked may stand.
_LITERAL = listed("code pre kbd samp a summary")


def covered(html: str, cover: Callable[[str], str]) -> str:
    """Sanitised markup in which ``cover`` has replaced what stands between two pairs of bars, and the bars.

    A cover begins before and ends after a visible sign, within one element; other bars stay what they are. What
    ``cover`` is given is well-formed markup. Takes time in proportion to ``html``.
    """
    if BARS not in html:
        return html
    parts: list[str] = []
    begun: list[int | None] = [None]  # for each open element, where in `parts` its bars stand
    literal = 0
    for token in tokens(html):
        source = html[token.start : token.end]
        if token.kind == "text" and not literal:
            _cover(source, parts, begun, cover)
            continue
        if token.kind == "open" and token.name not in VOID:
            begun.append(None)
            literal += token.name in _LITERAL
        elif token.kind == "close" and len(begun) > 1:
            begun.pop()
            literal -= token.name in _LITERAL
        parts.append(source)
    return "".join(parts)


def _cover(
    text: str, parts: list[str], begun: list[int | None], cover: Callable[[str], str]
) -> None:
    first, *others = text.split(BARS)
    parts.append(first)
    before = first
    for after in others:
        begin = begun[-1]
        if begin is not None and not _is_open_end(before, parts, begin):
            parts[begin:] = [cover("".join(parts[begin + 1 :]))]
            begun[-1] = None
        else:
            if after[:1].strip() or not after:
                begun[-1] = len(parts)
            parts.append(BARS)
        parts.append(after)
        before = after


def _is_open_end(before: str, parts: list[str], begin: int) -> bool:
    """Whether bars cannot end what began: nothing stands between, or a space stands before them."""
    # The sign before is asked first: what stands between is put together only for bars that may end it.
    return before[-1:].isspace() or not "".join(parts[begin + 1 :]).strip()
