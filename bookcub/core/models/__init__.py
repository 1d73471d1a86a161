from bookcub.core.models.heartbeat import Heartbeat
from bookcub.core.models.periodic_job import PeriodicJob

__all__ = ["Heartbeat", "PeriodicJob"]
