"""What comments announce, in the past tense, after the commit."""

from django.dispatch import Signal

comment_posted = Signal()  # comment: Comment (perhaps not approved yet), by: User | None
comment_approved = Signal()  # comment: Comment, by: User
comment_edited = Signal()  # comment: Comment
comment_deleted = Signal()  # comment: Comment (rejected ones too), by: User | None
comment_restored = Signal()  # comment: Comment
comments_imported = Signal()  # work: Work
thread_frozen = Signal()  # comment: Comment; thawed ones too
claim_made = Signal()  # claim: CommentClaim
claim_answered = Signal()  # claim: CommentClaim
suggestion_accepted = Signal()  # suggestion: SuggestedWords, by: User
club_seen = Signal()  # user, club: their ids; at: datetime, when the club's page was opened
announcement_seen = Signal()  # announcement: Announcement, by: User
announcement_ended = Signal()  # announcement: Announcement
kudos_given = Signal()  # kudos: Kudos
kudos_taken_back = Signal()  # work: Work
