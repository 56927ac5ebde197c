"""A lock whose waiters are served in the order in which they came; Python's own lets a newcomer go first."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from pbengine.process.refusals import BusyRefusal


class Turns:
    """One at a time, first come first served, for at most ``patience`` seconds of waiting."""

    def __init__(self, *, patience: float) -> None:
        self._patience = patience
        self._guard = threading.Lock()
        self._line: deque[threading.Event] = deque()
        self._taken = False

    @property
    def length(self) -> int:
        """How many are waiting."""
        return len(self._line)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and pass it on afterwards; raises BusyRefusal when it takes too long."""
        self._wait()
        try:
            yield
        finally:
            self._pass_on()

    def _wait(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            ticket = threading.Event()
            self._line.append(ticket)
        called = False
        try:
            called = ticket.wait(self._patience)
        finally:
            if not called:
                self._leave(ticket)
        if not called:
            raise BusyRefusal

    def _leave(self, ticket: threading.Event) -> None:
        with self._guard:
            if ticket in self._line:
                self._line.remove(ticket)
                return
        self._pass_on()  # the turn came in the very moment of leaving

    def _pass_on(self) -> None:
        with self._guard:
            if self._line:
                self._line.popleft().set()
            else:
                self._taken = False
