"""Counting failures, so that nobody can try passwords without end."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_KEYS = 10_000


@dataclass(slots=True)
class Throttle:
    """At most ``most`` failures a key within ``window``; kept in memory, so it forgets when the server stops."""

    most: int
    window: timedelta
    _failures: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def wait(self, key: str, now: datetime) -> timedelta:
        """Return how long this key has to wait; zero if it may try."""
        with self._lock:
            failures = self._recent(key, now)
            return failures[0] + self.window - now if len(failures) >= self.most else timedelta(0)

    def count(self, key: str, now: datetime) -> None:
        """Count a failure."""
        with self._lock:
            failures = self._recent(key, now)
            failures.append(now)
            self._failures[key] = failures
            self._failures.move_to_end(key)
            while len(self._failures) > MOST_KEYS:
                self._failures.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget the failures of a key."""
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        failures = self._failures.get(key, deque(maxlen=self.most))
        while failures and failures[0] <= now - self.window:
            failures.popleft()
        return failures
