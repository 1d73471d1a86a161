from bookcub.core.models.duty import Duty
from bookcub.core.models.heartbeat import Heartbeat

__all__ = ["Duty", "Heartbeat"]
