from bookcub.finding.models.saved_search import SavedSearch, SavedSearchQuerySet

__all__ = ["SavedSearch", "SavedSearchQuerySet"]
