from bookcub.reading.views.permalinks import chapters, tags

__all__ = ["chapters", "tags"]
