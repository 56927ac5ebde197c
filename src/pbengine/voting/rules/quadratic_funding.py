"""Quadratic funding: a pool matches what residents contribute, the more the more people give."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from pbengine.voting import promises
from pbengine.voting.errors import BallotsError
from pbengine.voting.instance import Standing
from pbengine.voting.outcome import Action, Step
from pbengine.voting.profile import BallotKind
from pbengine.voting.registry import Choice, Number, Source, rule
from pbengine.voting.rules.divisible.dividing import Division, outcome_of
from pbengine.voting.rules.divisible.matching import Donor, bounded_match, plain_match, root, share_out

if TYPE_CHECKING:
    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Figure, Outcome
    from pbengine.voting.profile import Profile
    from pbengine.voting.registry import OptionValue

RULE = "quadratic-funding"
MOST_DONORS = 2000
"""As many different ballots are compared pair by pair; two million pairs take seconds."""


@rule(
    id=RULE,
    name="Quadratic funding",
    summary=(
        "Residents give money of their own. A pool adds to it: many small contributions bring a project more than a "
        "few large ones of the same sum."
    ),
    ballots=(BallotKind.CUMULATIVE,),
    options=(
        Choice(
            "variant",
            "the formula: liberal radicalism as published (clr), or one in which two donors who agree on everything "
            "count for less (pairwise)",
            ("clr", "pairwise"),
        ),
        Number(
            "bound",
            "for pairwise: the smaller, the less a pair that agrees counts; units of currency",
            25,
            least=Fraction(1, 1000),
            whole="fraction",
        ),
        Number("cap", "the largest part of the pool for one project", 1, most=1, whole="fraction"),
        Choice(
            "scale",
            "whether the whole pool is always given out, or no project gets more than its match",
            ("always", "if-over"),
        ),
    ),
    source=Source(
        "V. Buterin, Z. Hitzig, E. G. Weyl, A Flexible Design for Funding Public Goods, Management Science 65, 2019",
        "section 4; pairwise-bounded: V. Buterin, Pairwise coordination subsidies, ethresear.ch, 2019",
        "https://arxiv.org/abs/1809.06421",
    ),
    properties=(promises.MANY_SMALL_GIFTS, promises.TWO_NAMES_HELP),
)
def quadratic_funding(instance: Instance, profile: Profile, *, lot: Lot, **options: OptionValue) -> Outcome:
    """Divide a matching pool, the budget, by the contributions that voters make from their own money.

    A project's match is the square of the sum of the roots of its contributions, less their sum. The pairwise variant
    sums the products of two roots over all pairs of donors, each pair weighing M / (M + the sum of its products over
    all projects). The pool is divided in proportion to the matches. What the projects cost is not looked at.

    Parameters
    ----------
    instance, profile
        the budget is the pool; points are contributions in units of the currency. Costs are not looked at.
    lot
        orders equal amounts.
    **options
        ``variant``, ``bound`` (M, units of the currency), ``cap`` and ``scale``, as registered.

    Raises
    ------
    BallotsError
        for the pairwise variant, if there are more than 2,000 different ballots.

    References
    ----------
    V. Buterin, Z. Hitzig, E. G. Weyl, *A Flexible Design for Funding Public Goods*, Management Science 65(11), 2019,
    arXiv:1809.06421, section 4. V. Buterin, *Pairwise coordination subsidies: a new quadratic funding design*,
    ethresear.ch, 4 June 2019. Roots are cut off after twelve digits.

    Examples
    --------
    Twenty-five voters give 1 each to a, one gives 25 to b, three give 4, 4 and 9 to c. The matches are
    25 * 25 - 25 = 600, 0, and (2 + 2 + 3)^2 - 17 = 32; a pool of 1,000 is divided as 600 to 32.

    >>> from pbengine.voting.instance import Instance, Project
    >>> from pbengine.voting.lot import ballot_order
    >>> from pbengine.voting.profile import BallotKind, Profile
    >>> town = Instance((Project("a", 0), Project("b", 0), Project("c", 0)), budget=1000)
    >>> ballots = Profile(
    ...     BallotKind.CUMULATIVE,
    ...     3,
    ...     starts=np.arange(5),
    ...     choices=np.array([0, 1, 2, 2], dtype=np.int32),
    ...     weights=np.array([25, 1, 2, 1]),
    ...     points=np.array([1, 25, 4, 9]),
    ... )
    >>> outcome = quadratic_funding(town, ballots, lot=ballot_order(town))
    >>> {id_: f"{float(amount):.6f}" for id_, amount in outcome.amounts.items()}
    {'a': '949.367089', 'c': '50.632911'}
    """
    settings = _Settings(**options)  # type: ignore[arg-type] # read and checked by the register
    donors, given, contributors = _contributions(instance, profile)
    matches = _matches(instance, donors, settings)
    amounts = share_out(matches, instance.budget, cap=settings.cap, is_scaled_up=settings.scale == "always")
    figures: list[dict[str, Figure]] = [
        {"contributors": people, "contributed": money, "match": match}
        for people, money, match in zip(contributors, given, matches, strict=True)
    ]
    step = Step(Action.COUNT, figures=MappingProxyType({"matches": sum(matches, Fraction(0))}))
    division = Division(amounts, figures, ("funded-by-match", "no-match"), (step,))
    return outcome_of(division, instance, profile, lot=lot, rule=RULE, options=asdict(settings))


@dataclass(frozen=True, slots=True)
class _Settings:
    """The options of a count."""

    variant: str = "clr"
    bound: Fraction = Fraction(25)
    cap: Fraction = Fraction(1)
    scale: str = "always"


def _matches(instance: Instance, donors: list[Donor], settings: _Settings) -> list[Fraction]:
    columns = len(instance.projects)
    if settings.variant == "clr":
        return plain_match(donors, columns)
    if len(donors) > MOST_DONORS:
        why = f"the pairwise variant compares at most {MOST_DONORS} different ballots, and here are {len(donors)}"
        raise BallotsError(RULE, why, ())
    return bounded_match(donors, columns, settings.bound * instance.minor_units)


def _contributions(instance: Instance, profile: Profile) -> tuple[list[Donor], list[Fraction], list[int]]:
    """Return the donors with the roots of what they gave, and what each project was given by how many people.

    Rows that give the same are one donor entry; what is given to a withdrawn project is left out.
    """
    points = np.zeros(len(profile.choices), dtype=np.int64) if profile.points is None else profile.points
    money = [Fraction(0)] * len(instance.projects)
    people = [0] * len(instance.projects)
    roots: dict[int, int] = {}
    merged: dict[tuple[tuple[int, int], ...], int] = {}
    for row, (voters, columns) in enumerate(profile):
        entries = zip(columns, points[profile.starts[row] : profile.starts[row + 1]].tolist(), strict=True)
        given = tuple(sorted((c, p) for c, p in entries if p and instance.projects[c].standing is Standing.STANDING))
        merged[given] = merged.get(given, 0) + voters
        for column, stored in given:
            amount = Fraction(stored * instance.minor_units, profile.points_scale)
            roots.setdefault(stored, root(amount))
            money[column] += voters * amount
            people[column] += voters
    donors: list[Donor] = [
        (voters, {column: roots[stored] for column, stored in given}) for given, voters in merged.items() if given
    ]
    return donors, money, people
