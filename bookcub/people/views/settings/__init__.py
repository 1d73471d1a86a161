from bookcub.people.views.settings import (
    account,
    address_claims,
    deletions,
    devices,
    email_addresses,
    invitations,
    passwords,
    preferences,
    pseuds,
    sign_outs,
    signatures,
    usernames,
)

__all__ = [
    "account",
    "address_claims",
    "deletions",
    "devices",
    "email_addresses",
    "invitations",
    "passwords",
    "preferences",
    "pseuds",
    "sign_outs",
    "signatures",
    "usernames",
]
