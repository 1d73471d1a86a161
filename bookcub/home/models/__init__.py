from bookcub.home.models.demo import DemoClub, DemoPerson, DemoWork

__all__ = ["DemoClub", "DemoPerson", "DemoWork"]
