"""What clubs announce, in the past tense, after the commit. Silent answers are never announced."""

from django.dispatch import Signal

# Coming in
club_invited = Signal()  # invitation: ClubInvitation
invitation_taken_back = Signal()  # invitation: ClubInvitation
invitation_answered = Signal()  # invitation: ClubInvitation; only an answer that is told
invitation_returned = Signal()  # invitation: ClubInvitation; its "not yet" has come to its day
join_requested = Signal()  # request: JoinRequest
request_taken_back = Signal()  # request: JoinRequest
request_answered = Signal()  # request: JoinRequest; only an answer that is told
request_returned = Signal()  # request: JoinRequest; its "not yet" has come to its day
member_joined = Signal()  # membership: Membership, is_back: bool

# Going
member_left = Signal()  # membership: Membership, by: User | None (the host who removed them)
club_closed = Signal()  # club: Club; its last member left, it is deleted in a day
club_reopened = Signal()  # club: Club

# Hosts
host_made = Signal()  # membership: Membership, by: User
host_handed_over = Signal()  # club: Club, membership: Membership (the new host), by: User | None

# Choosing the next read; `queries.awaited.awaited(pick)` says whom a pick waits for
pick_opened = Signal()  # pick: Pick (suggestions are open; by turns: it is pick.turn_of's turn)
turn_came = Signal()  # pick: Pick, membership: Membership; somebody before them passed or left
vote_opened = Signal()  # pick: Pick
host_asked = Signal()  # pick: Pick; a host is to decide, or to settle a tie
pick_reminder_due = Signal()  # pick: Pick; once before each deadline
picked = Signal()  # pick: Pick, read: Read
pick_cancelled = Signal()  # pick: Pick, by: Membership

# Reads
read_begun = Signal()  # read: Read, by: Membership | None
read_ended = Signal()  # read: Read, by: Membership | None (finished, or abandoned with a word)
read_reopened = Signal()  # read: Read, by: Membership
plan_changed = Signal()  # read: Read, change: PlanChange (without `by`: the book moved the plan)
