"""Passwords: argon2id, a few at a time, with the same answer and cost for addresses that nobody has."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pbengine.process.refusals import BusyRefusal, FieldFault, FormRefusal

SHORTEST, LONGEST = 12, 128
AT_ONCE, IN_LINE, PATIENCE_SECONDS = 2, 32, 10.0

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Of a text that nobody kept.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$6GNmDd1S0YTy9XvAtg8zwA$EeghnwaS9qDhrDlenSBQTFF5VHFBjIRrASDh5VhP6+4"
_seats, _line = threading.BoundedSemaphore(AT_ONCE), threading.BoundedSemaphore(IN_LINE)


def hash_password(password: str) -> str:
    """Return what is stored of a password; raises FormRefusal for one that is too short or too long, BusyRefusal."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise FormRefusal((FieldFault("password", "password-length", {"least": SHORTEST, "most": LONGEST}),))
    with _turn():
        return _HASHER.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Return whether this is the password stored; None, for nobody, takes as long and is False. Raises BusyRefusal."""
    with _turn():
        try:
            _HASHER.verify(stored or _NOBODY, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


@contextmanager
def _turn() -> Iterator[None]:
    if not _line.acquire(blocking=False):
        raise BusyRefusal
    try:
        if not _seats.acquire(timeout=PATIENCE_SECONDS):
            raise BusyRefusal
        try:
            yield
        finally:
            _seats.release()
    finally:
        _line.release()
