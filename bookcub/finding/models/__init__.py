from bookcub.finding.models.saved_search import SavedSearch

__all__ = ["SavedSearch"]
