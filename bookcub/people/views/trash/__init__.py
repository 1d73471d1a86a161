from bookcub.people.views.trash import restorations, trash

__all__ = ["restorations", "trash"]
