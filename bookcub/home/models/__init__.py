from bookcub.home.models.demo import DemoClub, DemoPerson, DemoWork
from bookcub.home.models.first_step import FirstStep, StepMark

__all__ = ["DemoClub", "DemoPerson", "DemoWork", "FirstStep", "StepMark"]
