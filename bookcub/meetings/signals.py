"""What meetings announce, in the past tense, after the commit."""

from django.dispatch import Signal

meeting_proposed = Signal()  # meeting: Meeting (its times wait for answers), by: User
meeting_fixed = Signal()  # meeting: Meeting, by: User; None where it comes by a rhythm
# meeting: Meeting, by: User, what: tuple[str, ...] ("time", "place", "name", "word", "upto")
meeting_changed = Signal()
meeting_cancelled = Signal()  # meeting: Meeting, by: User
meeting_reminder_due = Signal()  # meeting: Meeting, before: str ("day" or "hour")
slot_answers_due = Signal()  # meeting: Meeting; some have not said when they can, a day is left
slot_answers_in = Signal()  # meeting: Meeting; the time for answers is over, a host may fix one
question_sent = Signal()  # question: Question
# minutes: Minutes, by: User; None where a forgotten room closed by itself
minutes_published = Signal()
room_moved = Signal()  # meeting_id: int; something happened in its room: to wake, not for work
room_closed = Signal()  # meeting: Meeting; its lines are the minutes now
afterthought_said = Signal()  # line: Line; said after its room was closed
