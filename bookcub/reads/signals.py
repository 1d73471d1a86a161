"""What reads announce, in the past tense, after the commit."""

from django.dispatch import Signal

read_begun = (
    Signal()
)  # read: Read, by: Membership | None, has_waited: bool (chosen a while ago; else it is not said)
read_ended = Signal()  # read: Read, by: Membership | None (finished, or abandoned with a word)
read_reopened = Signal()  # read: Read, by: Membership
plan_changed = Signal()  # read: Read, change: PlanChange (without `by`: the book moved the plan)

# Within the transaction, before the commit
read_discarded = Signal()  # read: Read; it lies in the trash
read_restored = Signal()  # read: Read
