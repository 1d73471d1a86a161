"""What picks announce, in the past tense, after the commit.

`queries.reminders.members_to_remind(pick)` says whom a pick waits for.
"""

from django.dispatch import Signal

# `by`: Membership | None is whoever did it and saw it happen.
pick_opened = Signal()  # pick: Pick, by (suggestions are open; by turns: it is pick.turn_of's turn)
turn_came = Signal()  # pick: Pick, membership: Membership; somebody before them passed or left
vote_opened = Signal()  # pick: Pick
host_asked = Signal()  # pick: Pick; a host is to decide, or to settle a tie
pick_reminder_due = Signal()  # pick: Pick; once before each deadline
picked = Signal()  # pick: Pick, read: Read, by
pick_cancelled = Signal()  # pick: Pick, by: Membership
