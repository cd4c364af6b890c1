"""How many questions one address may ask a minute; who asks more is told when to ask again."""

from __future__ import annotations

import math
import re
import threading
import time
from collections import OrderedDict, deque
from ipaddress import ip_address

TOO_MANY = "This is more than may be asked from one address in a minute. Ask again in {seconds} seconds."
MINUTE = 60.0
"""Seconds that are looked back on."""
MOST_ADDRESSES = 10_000
"""Addresses that are remembered; those that asked the longest ago are forgotten first."""

_ASKS = re.compile(r"/(?:page/ask|page/map|api/ask|api/search|mcp)/?\Z")


def asks(method: str, path: str) -> bool:
    """Tell whether a request makes the models work; what Gradio is asked tells only its handler."""
    return method == "POST" and bool(_ASKS.search(path))


def is_loopback(name: str) -> bool:
    """Tell whether a host is this machine itself."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


class Rate:
    """Counts the requests of each address over the last minute; safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def seconds_to_wait(self, address: str) -> int:
        """Count a request of ``address`` and return 0, or return in how many seconds it may be made.

        This machine itself may ask any number.
        """
        if is_loopback(address):
            return 0
        now = time.monotonic()
        with self._lock:
            asked = self._asked.setdefault(address, deque(maxlen=self.most))
            self._asked.move_to_end(address)
            if len(self._asked) > MOST_ADDRESSES:
                self._asked.popitem(last=False)
            if len(asked) == self.most and now - asked[0] < MINUTE:
                return max(1, math.ceil(MINUTE - (now - asked[0])))
            asked.append(now)
            return 0
