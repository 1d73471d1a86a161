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

# Hosts
host_made = Signal()  # membership: Membership, by: User
host_handed_over = Signal()  # club: Club, membership: Membership (the new host), by: User | None

# Among friends who decide together
discarded_together = Signal()  # thing: Discardable (into the trash of both), club: Club, by: User

# Within the transaction, before the commit
club_discarded = Signal()  # club: Club; it lies in the trash
club_restored = Signal()  # club: Club
