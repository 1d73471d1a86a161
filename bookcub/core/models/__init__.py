from bookcub.core.models.heartbeat import Heartbeat
from bookcub.core.models.periodic_job import PeriodicJob
from bookcub.core.models.sent_form import SentForm

__all__ = ["Heartbeat", "PeriodicJob", "SentForm"]
