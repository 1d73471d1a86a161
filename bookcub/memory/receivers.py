"""What memory does when it hears of talk: recall finds it. What fails here the next round makes good."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.db import DatabaseError

from bookcub.comments import signals as comment_signals
from bookcub.comments.models import Comment
from bookcub.meetings import signals as meetings
from bookcub.meetings.models import Line, Meeting, Minutes, Question
from bookcub.memory import signals as memory
from bookcub.memory.actions.recall_index import forget, keep
from bookcub.memory.models import Prediction
from bookcub.memory.queries.utterances import (
    of_comments,
    of_lines,
    of_minutes,
    of_predictions,
    of_questions,
)

log = structlog.get_logger("bookcub.recall")


def connect() -> None:
    """Listen; called when the program starts."""
    for signal in (
        comment_signals.comment_posted,
        comment_signals.comment_edited,
        comment_signals.comment_restored,
    ):
        signal.connect(keep_comment, dispatch_uid="recall.comment")
    comment_signals.comment_deleted.connect(forget_comment, dispatch_uid="recall.forget")
    # Not at each line: forty people wait for the next one, and the periodic job comes round.
    meetings.room_closed.connect(keep_lines, dispatch_uid="recall.lines")
    meetings.afterthought_said.connect(keep_line, dispatch_uid="recall.afterthought")
    meetings.question_sent.connect(keep_question, dispatch_uid="recall.question")
    meetings.minutes_published.connect(keep_minutes, dispatch_uid="recall.minutes")
    memory.prediction_sealed.connect(keep_prediction, dispatch_uid="recall.prediction")


def never_in_the_way(receive: Callable[..., None]) -> Callable[..., None]:
    """Saying something succeeds whether or not it can be indexed at this moment."""

    @wraps(receive)
    def received(sender: object, **told: Any) -> None:
        try:
            receive(**told)
        except DatabaseError:
            log.exception("not indexed yet", receiver=receive.__name__)

    return received


@never_in_the_way
def keep_comment(*, comment: Comment, **_: Any) -> None:
    if comment.club_id is not None:
        keep(of_comments(Comment.objects.filter(pk=comment.pk)))


@never_in_the_way
def forget_comment(*, comment: Comment, **_: Any) -> None:
    if comment.club_id is not None:
        forget("comment", [comment.pk])


@never_in_the_way
def keep_lines(*, meeting: Meeting, **_: Any) -> None:
    lines = Line.objects.filter(meeting=meeting)
    gone = lines.filter(recalled__isnull=False, taken_back_at__isnull=False)
    forget("line", gone.values_list("pk", flat=True))
    keep(of_lines(lines.filter(recalled=None)))


@never_in_the_way
def keep_line(*, line: Line, **_: Any) -> None:
    keep(of_lines(Line.objects.filter(pk=line.pk)))


@never_in_the_way
def keep_question(*, question: Question, **_: Any) -> None:
    keep(of_questions(Question.objects.filter(pk=question.pk)))


@never_in_the_way
def keep_minutes(*, minutes: Minutes, **_: Any) -> None:
    keep(of_minutes(Minutes.objects.filter(pk=minutes.pk)))


@never_in_the_way
def keep_prediction(*, prediction: Prediction, **_: Any) -> None:
    keep(of_predictions(Prediction.objects.filter(pk=prediction.pk)))
