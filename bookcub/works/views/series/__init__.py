from bookcub.works.views.series import entries, orders, series

__all__ = ["entries", "orders", "series"]
