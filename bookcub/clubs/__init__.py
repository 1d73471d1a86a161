"""Who belongs to a club: members, invitations, requests, links."""
