"""Make paragraphs of what people type: HTML, Markdown or bare text."""

import re
from functools import cache
from html import escape

from markdown_it import MarkdownIt

from bookcub.core.text.characters import legible
from bookcub.core.text.normalising import ENDS_PARAGRAPH
from bookcub.core.text.tokens import VOID, Token, listed, tokens

_BLOCKS = ENDS_PARAGRAPH | listed(
    "article aside body footer form header html iframe main nav section table tbody td "
    "tfoot th thead tr caption col colgroup audio video"
)
# Inside these, newlines mean nothing or are kept as they are.
_LEFT_ALONE = listed(
    "dl figure iframe ol pre table ul audio video p h1 h2 h3 h4 h5 h6 script style"
)
_LONGEST_ORNAMENT = 80
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")
_SCENE_BREAK = re.compile(
    r"[ \t\xa0]*(?:(?:\*[ \t\xa0]*)+|(?:[-_\u2013\u2014][ \t\xa0]*){3,}|(?:~[ \t\xa0]*){3,}|"
    r"(?:#[ \t\xa0]*)+|(?:\u2042[ \t\xa0]*)+|(?:=[ \t\xa0]*){3,}|(?:\u2022[ \t\xa0]*)+|"
    r"(?:[ox][ \t\xa0]+){2,}[ox][ \t\xa0]*)",
    re.IGNORECASE,
)


def html_from_typed(text: str) -> str:
    """The paragraphs that a person meant in a plain field; the answer is **not** yet sanitised.

    With a block element in it the text is HTML: loose text becomes paragraphs, a newline a
    ``<br>``, a blank line a new paragraph. Without one it is Markdown (CommonMark 0.31 with
    strikethrough and tables; inline elements stay). In both, a line of stars, dashes or the like
    is a scene break, ``<hr>``.
    """
    text = legible(text)
    if any(token.kind == "open" and token.name in _BLOCKS for token in tokens(text)):
        return _with_paragraphs(text)
    return _from_markdown(text)


def html_from_plain(text: str) -> str:
    """Paragraphs of bare text, in which nothing is markup: what was typed is what is shown.

    Blank lines part paragraphs, a newline is a ``<br>``, a line of stars or the like ``<hr>``.
    """
    return _paragraphs(escape(legible(text), quote=False))


def is_scene_break(line: str) -> bool:
    """Whether a line of text is only an ornament between two scenes."""
    return len(line) < _LONGEST_ORNAMENT and _SCENE_BREAK.fullmatch(line) is not None


def _paragraphs(markup: str) -> str:
    """Paragraphs from inline markup: blank lines part them, newlines become <br>."""
    made: list[str] = []
    for part in _BLANK_LINES.split(markup.strip("\n")):
        lines: list[str] = []
        for line in (written.strip(" \t") for written in part.strip("\n").split("\n")):
            if is_scene_break(line):
                _end_paragraph(made, lines)
                made.append("<hr>")
            else:
                lines.append(line)
        _end_paragraph(made, lines)
    # Formatting that goes on from one paragraph to the next must not enclose white space.
    return ("" if "<" in markup else "\n").join(made)


def _end_paragraph(made: list[str], lines: list[str]) -> None:
    if any(line.strip(" \t\xa0") for line in lines):
        made.append("<p>" + "<br>\n".join(lines) + "</p>")
    lines.clear()


def _with_paragraphs(text: str) -> str:
    out: list[str] = []
    loose: list[str] = []
    quiet = 0
    for token in tokens(text):
        is_block = token.kind in ("open", "close") and token.name in _BLOCKS
        if not is_block and not quiet and token.kind != "raw":
            loose.append(_source(token))
            continue
        _flush(out, loose)
        out.append(_source(token))
        if token.name in _LEFT_ALONE and token.name not in VOID:
            quiet = max(
                0, quiet + (1 if token.kind == "open" else -1 if token.kind == "close" else 0)
            )
    _flush(out, loose)
    return "".join(out)


def _flush(out: list[str], loose: list[str]) -> None:
    if loose:
        markup = "".join(loose)
        out.append(_paragraphs(markup) if markup.strip() else markup)
        loose.clear()


def _source(token: Token) -> str:
    if token.kind == "open":
        return f"<{token.name}{token.text}>"
    if token.kind == "close":
        return f"</{token.name}>"
    return token.text


@cache
def _markdown() -> MarkdownIt:
    # Indented code is off: people indent the first lines of paragraphs.
    return (
        MarkdownIt("commonmark", {"html": True, "breaks": True})
        .enable(["strikethrough", "table"])
        .disable(["code", "lheading", "html_block"])
    )


def _from_markdown(text: str) -> str:
    lines = [
        "\n***\n"
        if is_scene_break(line)
        else line.lstrip(" \t\xa0\u3000")
        if _is_indented(line)
        else line
        for line in text.split("\n")
    ]
    return str(_markdown().render("\n".join(lines))).strip()


def _is_indented(line: str) -> bool:
    return line[:1] in "\t\u3000" or line.startswith("    ")
