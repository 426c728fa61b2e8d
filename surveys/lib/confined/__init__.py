"""Reading what somebody uploaded in a process of its own, which may use so much time and memory and knows no secrets."""

from surveys.lib.confined.door import Reason, Unreadable, confined, patience, start
from surveys.lib.confined.plain_data import made, plain, plain_in_full

__all__ = ["Reason", "Unreadable", "confined", "made", "patience", "plain", "plain_in_full", "start"]
