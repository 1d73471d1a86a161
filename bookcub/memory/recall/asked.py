"""What a question asks for besides its words: what somebody said, of which book, and what was said the last time.

    names = NamesOfMembers({"Bartholomew": [7]})
    what_somebody_said("What did Bartholomew say about the wall?", names)  # Bartholomew’s, about the wall
    asks_for_last_time("What did we say at the last meeting?")

Small lists of words, as :mod:`bookcub.memory.recall.stop_words`; those of all languages at once, because whoever asks
may do so in another than the club's. Nothing here raises on any text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookcub.core.text.tokens import listed
from bookcub.memory.recall.query_parser import LONGEST, QUOTED
from bookcub.memory.recall.stems import fold, is_stop_word

SHORTEST_FIRST_NAME = 3

# Folded as by :func:`bookcub.memory.recall.stems.fold`.
_SAYING = listed("""
say says said saying tell tells told think thinks thought write writes wrote written mean meant
ask asks asked asking predict predicts predicted guess guesses guessed
talk talks talked talking mention mentions mentioned announce announces announced discuss discusses discussed decide decides decided
sagen sagt sagte gesagt meint meinte gemeint denkt dachte gedacht schreibt schrieb geschrieben findet fand
fragt fragte gefragt vermutet vermutete tippt tippte getippt vorhergesagt erwahnt erwahnte redet redete geredet gesprochen besprochen angekundigt entschieden beschlossen
dit disait pense pensait pensee ecrit ecrivait demande demandait predit devine devinait
dice dijo dicho piensa pensaba penso escribe escribio pregunto predijo adivino
detto diceva pensa pensava pensato scrive scritto
zegt zei gezegd denkt dacht gedacht schrijft schreef geschreven vindt vond
diz disse dito achou escreve escreveu
sager sade tycker tyckte tankte skriver skrev skrivit
сказал сказала говорит говорил говорила думает думал думала пишет писал писала написал написала
""")
# Of these some are verbs of saying, too: "what did Ruth guess" asks for predictions of hers.
GUESSING = listed("""
predict predicts predicted guess guesses guessed vermutet vermutete getippt vorhergesagt predit devine devinait predijo adivino
""")
GUESSES = listed("""
prediction predictions guess guesses vermutung vermutungen vorhersage vorhersagen predicciones prediccion
""")
# Verbs for what somebody thinks; they may be what it is about as well: "what did Ruth say about love".
_FEELING = listed("""
feel feels felt like likes liked love loves loved hate hates hated enjoy enjoys enjoyed believe believes believed
notice notices noticed suggest suggests suggested recommend recommends recommended
mag mochte liebt liebte hasst hasste glaubt glaubte geglaubt gefiel
""")
ASKING = listed("""
what who whom whose when where which why how did does do has have was were is are
was wer wem wessen wann wo welche welcher welches warum wie hat haben habe ist sind
""")
NOTES = listed("""
notes highlights notizen anmerkungen markierungen notas notities anteckningar заметки
""")
COMMENTS = listed("""
comments replies kommentare antworten commentaires comentarios commenti reacties kommentarer комментарии
""")
QUESTIONS = listed(
    "question questions frage fragen preguntas domande vragen perguntas fragor вопросы"
)
VOTES = listed("vote votes poll polls handzeichen abstimmung abstimmungen")
ANNOUNCEMENTS = listed(
    "announcement announcements ansage ansagen ankundigung ankundigungen annonce annonces anuncio anuncios"
)
_KINDS = GUESSES | NOTES | COMMENTS | QUESTIONS | VOTES | ANNOUNCEMENTS
# What is somebody's, as "Ruth’s notes".
_SAYINGS = _KINDS | listed("""
words thoughts opinion opinions worte gedanken meinung
""")
_HELPING = listed("""
did does has had have hat habe a ha heeft har haben
""")
_I = listed("i ich yo io ik eu jag я")
_ME = _I | listed("me mich moi")
OWN = listed(
    "my mine our ours mein meine meinen unser unsere unseren mes mis mijn minha meus mina мои"
)
_MY = OWN - listed("our ours unser unsere unseren")
_BY = listed("by from von")
ABOUT = listed("""
about of on regarding with to uber von zu mit sur de du avec sobre con su di del della met over aan om till com о об про с
""")
_LAST = listed("""
last previous letzte letzten letzter letztes letztem vorige vorigen derniere dernier precedente ultima ultimo anterior
laatste afgelopen senaste forra прошлыи прошлом прошлои последнеи последнем последняя
""")
MEETINGS = listed("""
meeting meetings treffen sitzung sitzungen reunion reunions rencontre rencontres encuentro riunione incontro bijeenkomst
reuniao encontro motet встрече встреча встречу
""")
_TIME = MEETINGS | listed("time mal fois vez volta keer gangen раз")
ARTICLES = listed("""
the a an der die das ein eine le la les l un une el los las una il lo i gli de het een o os as um uma den det en ett
""")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class NamesOfMembers:
    """Who is found by which name, and who of them asks: that is no question of names, for two may have the same."""

    members: Mapping[str, Sequence[int]]
    own_name: str = ""
    own: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class SaidBy:
    """Whose words are asked for, by their whole name, and what else the question asks for."""

    name: str
    members: Sequence[int]
    rest: str
    is_alone: bool = False  # the name is all that was typed: it may be meant as a word


@dataclass(frozen=True, slots=True)
class AboutBook:
    """The book that a question names, by the numbers it was told with, highest first, and what else it asks for."""

    numbers: Sequence[int]
    rest: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in what was typed."""

    folded: str
    start: int
    end: int


def what_somebody_said(typed: str, names: NamesOfMembers) -> SaidBy | None:
    """Whose words are asked for, of the names in a club; None where the question is about somebody, or of us all.

    The name stands beside a verb of saying ("said Bo") or the one that helps it ("did Bo"), not behind "about". "I" is
    whoever asks.
    """
    words = words_of(typed)
    folded = [word.folded for word in words]
    if not any(word in _SAYING | _SAYINGS | _FEELING for word in folded):
        return None
    for known, name in _by_length(names.members):
        for place in range(len(words) - len(known) + 1):
            end = place + len(known)
            if folded[place:end] == known and _says(folded, place, end):
                return SaidBy(name, names.members[name], _what_was_said(typed, words, place, end))
    for place in range(len(words) if names.own else 0):
        if _is_oneself(folded, place) or _is_own(folded, place):
            rest = _what_was_said(typed, words, place, place + 1)
            return SaidBy(names.own_name, names.own, rest)
    return None


def only_a_name(typed: str, names: NamesOfMembers) -> SaidBy | None:
    """Whose words are asked for where the question is a name, or "me", and nothing else."""
    folded = [word.folded for word in words_of(typed)]
    for known, name in _by_length(names.members):
        if folded == known:
            return SaidBy(name, names.members[name], "", is_alone=True)
    if len(folded) == 1 and folded[0] in _ME and names.own:
        return SaidBy(names.own_name, names.own, "")
    return None


def book_named(typed: str, titles: Mapping[int, str]) -> AboutBook | None:
    """The book that is named by its whole title, with or without its article. One word is a title only if it is alone."""
    words = words_of(typed)
    folded = [word.folded for word in words]
    known: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in sorted(titles, reverse=True):
        title = _without_article(folded_words(titles[number]))
        known[tuple(title)].append(number)
    for title_words, numbers in sorted(known.items(), key=lambda one: -len(one[0])):
        title = list(title_words)
        for place in range(len(words) - len(title) + 1 if title else 0):
            end = place + len(title)
            is_alone = _without_article(folded) == title
            if folded[place:end] == title and (len(title) > 1 or is_alone):
                start = place - 1 if place and folded[place - 1] in ARTICLES else place
                return AboutBook(numbers, without(typed, words, set(range(start, end))))
    return None


def _without_article(folded: list[str]) -> list[str]:
    return folded[1:] if len(folded) > 1 and folded[0] in ARTICLES else folded


def asks_for_last_time(typed: str) -> bool:
    """Whether the question is for the last meeting."""
    return bool(_last_time(words_of(typed)))


def without_last_time(typed: str) -> str:
    """What else such a question asks for."""
    words = words_of(typed)
    return without(typed, words, set(_last_time(words)))


def without_saying(typed: str) -> str:
    """The question without its verbs: who says when, asks what was said then, and the verb is no word to look for."""
    return _without_verbs(typed, words_of(typed))


def without_asking(typed: str) -> str:
    """A sentence that asks, without the verbs that say so: "who thinks the lamp lies" is about lamp and lies."""
    words = words_of(typed)
    asks = bool(words) and words[0].folded in ASKING
    rest = _without_verbs(typed, words) if asks else typed
    return rest if any(each.folded not in ASKING for each in words_of(rest)) else typed


def _without_verbs(typed: str, words: Sequence[Word]) -> str:
    taken = {at for at, word in enumerate(words) if word.folded in _SAYING}
    return without(typed, words, taken)


def folded_words(text: str) -> list[str]:
    """The words of a text, as they are compared."""
    return [fold(each) for each in _WORD.findall(text)]


def words_of(typed: str) -> list[Word]:
    """The words outside of quotation marks, where they stand."""
    masked = QUOTED.sub(lambda match: " " * len(match[0]), typed[:LONGEST])
    return [Word(fold(each[0]), each.start(), each.end()) for each in _WORD.finditer(masked)]


def _by_length(names: Mapping[str, Sequence[int]]) -> list[tuple[list[str], str]]:
    """Each name as its words, the longest first, and first names that only one of them has."""
    whole = {name: folded_words(name) for name in names}
    found = [(words, name) for name, words in whole.items() if words]
    firsts = Counter(words[0] for words, _ in found)
    found += [
        (words[:1], name)
        for words, name in found
        if len(words) > 1
        and firsts[words[0]] == 1
        and len(words[0]) >= SHORTEST_FIRST_NAME
        and not is_stop_word(words[0], "en")
    ]
    return sorted(found, key=lambda one: (-len(one[0]), one[1]))


def _says(folded: Sequence[str], start: int, end: int) -> bool:
    before = folded[start - 1] if start else ""
    after = folded[end] if end < len(folded) else ""
    saying = _SAYING | _HELPING
    if _is_by(folded, start) or _is_owner(folded, end):
        return True
    return before not in ABOUT and (before in saying or after in saying)


def _is_oneself(folded: Sequence[str], place: int) -> bool:
    """Whether this is whoever asks: "did I", "I said", "said by me"; not "who said I lie"."""
    if folded[place] in _ME and _is_by(folded, place):
        return True
    before = folded[place - 1] if place else ""
    after = folded[place + 1] if place + 1 < len(folded) else ""
    return folded[place] in _I and (before in _HELPING or after in _SAYING | _HELPING)


def _is_own(folded: Sequence[str], place: int) -> bool:
    """Whether it is "my" of "my notes"; not what somebody else says about these."""
    before = folded[place - 1] if place else ""
    behind = folded[place + 1] if place + 1 < len(folded) else ""
    return folded[place] in _MY and behind in _SAYINGS and before not in ABOUT


def _is_by(folded: Sequence[str], place: int) -> bool:
    """Whether "said by" stands before it, or "predictions by"."""
    return place > 1 and folded[place - 1] in _BY and folded[place - 2] in _SAYING | _SAYINGS


def _is_owner(folded: Sequence[str], end: int) -> bool:
    """Whether "’s notes" stands behind it, or "notes" alone: of "Ruth’s" the s is a word."""
    behind = [*folded[end : end + 2], "", ""]
    return behind[0] in _KINDS or (behind[0] == "s" and behind[1] in _SAYINGS)


def _what_was_said(typed: str, words: Sequence[Word], start: int, end: int) -> str:
    taken = {*range(start, end)}
    behind = [word.folded for word in words[end : end + 2]] + ["", ""]
    if behind[0] in _FEELING | {"s"} or (words[start].folded in _MY and behind[0] in _SAYINGS):
        taken.add(end)
    if behind[0] == "s" and behind[1] in _SAYINGS:  # Ruth’s notes
        taken.add(end + 1)
    taken |= {at for at, word in enumerate(words) if word.folded in _SAYING | _HELPING}
    return without(typed, words, taken)


def _last_time(words: Sequence[Word]) -> list[int]:
    """The places of "last meeting", in either order ("la réunion dernière")."""
    for at in range(len(words) - 1):
        pair = {words[at].folded, words[at + 1].folded}
        if pair & _LAST and pair & _TIME:
            return [at, at + 1]
    return []


def without(typed: str, words: Sequence[Word], taken: set[int]) -> str:
    rest = list(typed)
    for at in taken:
        rest[words[at].start : words[at].end] = " " * (words[at].end - words[at].start)
    return " ".join("".join(rest).split())
