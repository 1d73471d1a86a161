from bookcub.home.models.demo import DemoPerson, DemoWork

__all__ = ["DemoPerson", "DemoWork"]
