"""User names that nobody may take: they are addresses here, or would pass for the archive itself."""

# Whatever stands after /users/ in an address; a test walks the addresses and looks for each here.
ADDRESSES = frozenset({"confirm", "login", "logout", "new", "password"})
VOICES = frozenset(
    """
    about account accounts admin administrator anonymous api archive archivist atom author bookcub bookmark
    bookmarks card cards chapters club clubs collections comments contact css desk design download downloads edit everybody
    everyone feed feeds files guest guests health help history home host icons import imports inbox index
    invitations js keeper keepers kudos lists mail me media member members moderation moderator moderators
    nobody notifications null official orphan orphan_account orphans outbox owner people postmaster profile
    pseud pseuds root rss search security series settings setup sign_in sign_up signin signup staff static
    status support system tag tags team terms undefined user users webmaster work works you
    """.split()  # noqa: SIM905  # a list of words reads best as words
)
RESERVED = ADDRESSES | VOICES


def is_reserved(username: str) -> bool:
    return username.lower() in RESERVED
