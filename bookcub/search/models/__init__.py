from bookcub.search.models.change import ChangeStream, SearchChange
from bookcub.search.models.copy import SearchCopy

__all__ = ["ChangeStream", "SearchChange", "SearchCopy"]
