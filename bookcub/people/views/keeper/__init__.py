from bookcub.people.views.keeper import archive, deactivations, keeperships, members, outbox

__all__ = ["archive", "deactivations", "keeperships", "members", "outbox"]
