"""The pseudo-random numbers by which New Zealand settles ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RANGE = 10_000
DISCARDED = 4


def pseudo_random_numbers(candidates: int, vacancies: int, documents: int) -> tuple[int, ...]:
    """Return a different number for each candidate, made of how many candidates, vacancies and documents there are.

    Beyond ten thousand candidates, more than there are numbers, numbers come again.

    Parameters
    ----------
    candidates
        all on the voting document, those who have withdrawn included.
    vacancies
        seats.
    documents
        all voting documents, those included that give nobody a vote.

    References
    ----------
    *Local Electoral Regulations 2001* (SR 2001/145), New Zealand, Schedule 1A, clauses 41 to 48. The generator is that
    of B. A. Wichmann, I. D. Hill, *Algorithm AS 183: An Efficient and Portable Pseudo-random Number Generator*, Applied
    Statistics 31(2), 1982, doi:10.2307/2347988.

    Examples
    --------
    The first three as the Kapiti Coast district's count of 2016 prints them:

    >>> pseudo_random_numbers(14, 5, 17783)[:3]
    (6581, 403, 6604)
    """
    drawn: list[int] = []
    numbers = _numbers(candidates + 5, vacancies, (documents + 1000 * (documents % 10)) % 30323)
    seen: set[int] = set()
    for number in numbers:
        if len(drawn) == candidates:
            break
        if len(seen) == RANGE:
            seen.clear()
        if number not in seen:
            seen.add(number)
            drawn.append(number)
    return tuple(drawn)


def _numbers(x: int, y: int, z: int) -> Iterator[int]:
    """Yield the numbers of the generator after those that are discarded."""
    drawn = 0
    while True:
        x, y, z = 171 * x % 30269, 172 * y % 30307, 170 * z % 30323
        drawn += 1
        if drawn > DISCARDED:
            yield RANGE - (RANGE * x // 30269 + RANGE * y // 30307 + RANGE * z // 30323) % RANGE
