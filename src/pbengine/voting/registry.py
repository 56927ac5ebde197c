"""Every rule there is: web forms, documents, commands and the parametrised tests all read this one table."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NotRequired, Protocol, TypedDict, Unpack

from pbengine.voting.constraints import EVERY_RULE_CARRIES, Feature
from pbengine.voting.errors import BallotKindError, FeatureError, OptionsError, UnknownRuleError
from pbengine.voting.pots import count_by_pots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pbengine.voting.instance import Instance
    from pbengine.voting.lot import Lot
    from pbengine.voting.outcome import Outcome
    from pbengine.voting.profile import BallotKind, Profile

OptionValue = int | Fraction | str
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30}|/[0-9]{1,30})?")
_RULES: dict[str, Rule] = {}


@dataclass(frozen=True, slots=True)
class Choice:
    """An option that is one of a few words, the first being the default.

    ``needs`` names the kinds of ballots that a word asks for, where not every kind that the rule counts will do.
    """

    name: str
    meaning: str
    values: tuple[str, ...]
    needs: tuple[tuple[str, tuple[BallotKind, ...]], ...] = ()

    kind = "choice"

    @property
    def default(self) -> str:
        """The first value."""
        return self.values[0]

    @property
    def bounds(self) -> str:
        """The values, for a reader."""
        return " | ".join(self.values)

    def read(self, value: OptionValue) -> OptionValue:
        """Return the value; raise ValueError with a sentence if it is not one of them."""
        if value not in self.values:
            message = f"{self.name} is one of {', '.join(self.values)}, not {value!r}"
            raise ValueError(message)
        return value

    def faults(self, value: OptionValue, kind: BallotKind) -> Iterator[str]:
        """Yield why a word cannot be counted on ballots of this kind, if it cannot.

        Examples
        --------
        >>> from pbengine.voting.profile import BallotKind
        >>> utility = Choice("utility", "what counts", ("cost", "borda"), (("borda", (BallotKind.ORDINAL,)),))
        >>> list(utility.faults("borda", BallotKind.APPROVAL)), list(utility.faults("borda", BallotKind.ORDINAL))
        (["utility 'borda' needs ordinal ballots, not approval ballots"], [])
        """
        for word, kinds in self.needs:
            if word == value and kind not in kinds:
                yield f"{self.name} {word!r} needs {' or '.join(kinds)} ballots, not {kind} ballots"


@dataclass(frozen=True, slots=True)
class Number:
    """An option that is an exact number between two bounds, both included; ``most`` None is unbounded."""

    name: str
    meaning: str
    default: OptionValue
    least: int | Fraction = 0
    most: int | Fraction | None = None
    whole: Literal["whole", "fraction"] = "whole"

    @property
    def kind(self) -> str:
        """``whole`` or ``fraction``."""
        return self.whole

    @property
    def bounds(self) -> str:
        """The bounds, for a reader."""
        return f"at least {self.least}" if self.most is None else f"{self.least} to {self.most}"

    def read(self, value: OptionValue) -> OptionValue:
        """Return the value as a number; raise ValueError with a sentence if it is none or out of bounds.

        Text is plain digits with a point or a stroke: an exponent could ask for a number that no memory holds.
        """
        number = _exact(value)
        if number is None or (self.whole == "whole" and number.denominator != 1):
            kind = "a whole number" if self.whole == "whole" else "a number such as 2.5 or 5/2"
            message = f"{self.name} is {kind}, not {value!r}"
            raise ValueError(message)
        if number < self.least or (self.most is not None and number > self.most):
            message = f"{self.name} is {self.bounds}, not {value}"
            raise ValueError(message)
        return int(number) if self.whole == "whole" else number


@dataclass(frozen=True, slots=True)
class Groups:
    """An option that is a list of groups of project ids, written ``a+b,c+d+e``; none by default."""

    name: str
    meaning: str

    kind = "groups"
    default = ""
    bounds = "groups such as 7+12,3+4+5"

    def read(self, value: OptionValue) -> OptionValue:
        """Return the text with blanks removed; raise ValueError if a group has fewer than two projects."""
        groups = [[part.strip() for part in group.split("+")] for group in str(value).split(",")]
        if groups == [[""]]:
            return ""
        if any(len(set(group)) == 1 or "" in group for group in groups):
            message = f"{self.name} is a list of {self.bounds}, not {value!r}"
            raise ValueError(message)
        return ",".join("+".join(group) for group in groups)

    @staticmethod
    def groups(value: OptionValue) -> tuple[tuple[str, ...], ...]:
        """Return the groups that a value names.

        Examples
        --------
        >>> Groups.groups("7+12,3+4+5"), Groups.groups("")
        ((('7', '12'), ('3', '4', '5')), ())
        """
        return tuple(tuple(group.split("+")) for group in str(value).split(",") if group)

    def faults(self, value: OptionValue, instance: Instance) -> Iterator[str]:
        """Yield what is wrong with the groups for these projects."""
        known = instance.position
        for group in self.groups(value):
            yield from (
                f"{self.name} name project {id_!r}, which is not on the ballot" for id_ in group if id_ not in known
            )
            if instance.constraints.crosses_pots(group):
                yield f"{self.name} name {' and '.join(group)}, which stand in different pots"

    def within(self, value: OptionValue, instance: Instance) -> OptionValue:
        """Return the groups of these projects, where no group is of these and of others."""
        known = instance.position
        return ",".join("+".join(group) for group in self.groups(value) if group[0] in known)


Option = Choice | Number | Groups


class Reads(StrEnum):
    """What a rule reads of the ballots: the whole of each, or only what they add up to for each project."""

    BALLOTS = "ballots"
    SCORES = "scores"


def _exact(value: object) -> Fraction | None:
    if isinstance(value, str):
        text = value.strip()
        return Fraction(text) if _NUMBER.fullmatch(text) and not re.search(r"/0+$", text) else None
    return Fraction(value) if isinstance(value, int | Fraction) else None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rule is defined: authors, title, venue, year, and the section that is followed."""

    citation: str
    section: str
    url: str = ""


class Count(Protocol):
    """What a rule is: a pure function of the frozen instance, the ballots, the lot and its options."""

    def __call__(self, instance: Instance, profile: Profile, *, lot: Lot, **options: OptionValue) -> Outcome:
        """Count the ballots."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule.

    ``count`` is the function itself; ``tally`` checks what it is given first. Options are named as people write them
    (``exhaustive-stop``); the function has them as keywords (``exhaustive_stop``). ``properties`` are sentences on what
    the rule promises, or does not, each of which a test tries.
    """

    id: str
    name: str
    summary: str
    ballots: tuple[BallotKind, ...]
    options: tuple[Option, ...]
    source: Source
    count: Callable[..., Outcome]
    carries: frozenset[Feature] = frozenset({Feature.COSTS})
    reads: Reads = Reads.BALLOTS
    properties: tuple[str, ...] = ()

    def settings(self, given: Mapping[str, OptionValue]) -> Mapping[str, OptionValue]:
        """Return every option with its value, read and within bounds.

        Raises
        ------
        OptionsError
            naming every unknown option and every value that cannot be taken.
        """
        known = {option.name: option for option in self.options}
        faults = [
            f"there is no option {name!r}; the options are {', '.join(known) or 'none'}"
            for name in given
            if name not in known
        ]
        settings: dict[str, OptionValue] = {}
        for name, option in known.items():
            try:
                settings[name] = option.read(given.get(name, option.default))
            except ValueError as error:
                faults.append(str(error))
        if faults:
            raise OptionsError(self.id, tuple(faults))
        return MappingProxyType(settings)

    def tally(self, instance: Instance, profile: Profile, *, lot: Lot, **options: OptionValue) -> Outcome:
        """Count the ballots by this rule: the one way in for pages, commands, exports and auditors.

        Pots and a minimum of votes are seen to here, see :func:`~pbengine.voting.pots.count_by_pots`.
        Options are given by their names, dashes included: ``tally(..., **{"exhaustive-stop": "yes"})``.

        Raises
        ------
        BallotKindError
            if the rule does not count ballots of this kind.
        FeatureError
            naming everything in the election that the rule cannot carry.
        OptionsError
            naming every option that cannot be taken.
        LotError
            if the lot does not name every project once.
        """
        if profile.kind not in self.ballots:
            raise BallotKindError(self.id, profile.kind, tuple(self.ballots))
        if missing := (instance.features | profile.features) - self.carries - EVERY_RULE_CARRIES:
            raise FeatureError(self.id, tuple(sorted(missing)))
        lot.places(instance)
        settings = self.settings(options)
        groups = [option for option in self.options if isinstance(option, Groups)]
        faults = [fault for option in groups for fault in option.faults(settings[option.name], instance)]
        choices = [option for option in self.options if isinstance(option, Choice)]
        faults += [fault for option in choices for fault in option.faults(settings[option.name], profile.kind)]
        if faults:
            raise OptionsError(self.id, tuple(faults))

        def count_part(part: Instance, voters: Profile, order: Lot) -> Outcome:
            own = {option.name: option.within(settings[option.name], part) for option in groups}
            given = {name.replace("-", "_"): value for name, value in {**settings, **own}.items()}
            return self.count(part, voters, lot=order, **given)

        outcome = count_by_pots(instance, profile, lot=lot, count=count_part)
        return replace(outcome, options=settings) if instance.constraints.pots else outcome


class Declared(TypedDict):
    """What a rule says of itself when it is registered; see :class:`Rule`."""

    id: str
    name: str
    summary: str
    ballots: Iterable[BallotKind]
    source: Source
    options: NotRequired[Iterable[Option]]
    carries: NotRequired[Iterable[Feature]]
    reads: NotRequired[Reads]
    properties: NotRequired[Iterable[str]]


def rule(**declared: Unpack[Declared]) -> Callable[[Callable[..., Outcome]], Callable[..., Outcome]]:
    """Register a function ``(instance, profile, *, lot, <options>) -> Outcome`` as a rule.

    Raises
    ------
    ValueError
        if the id is not in kebab case or is taken, or the name, summary or source is empty.
    """
    rule_id, source = declared["id"], declared["source"]
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule_id):
        raise ValueError(f"a rule's id is in kebab case, not {rule_id!r}")
    if rule_id in _RULES:
        raise ValueError(f"there is already a rule {rule_id!r}")
    if not (declared["name"] and declared["summary"] and source.citation and source.section):
        raise ValueError(f"rule {rule_id!r} needs a name, a summary and a source with its section")

    def register(count: Callable[..., Outcome]) -> Callable[..., Outcome]:
        _RULES[rule_id] = Rule(
            id=rule_id,
            name=declared["name"],
            summary=declared["summary"],
            ballots=tuple(declared["ballots"]),
            options=tuple(declared.get("options", ())),
            source=source,
            count=count,
            carries=frozenset(declared.get("carries", (Feature.COSTS,))),
            reads=declared.get("reads", Reads.BALLOTS),
            properties=tuple(declared.get("properties", ())),
        )
        return count

    return register


def find_rule(rule_id: str) -> Rule:
    """Return the rule with this id.

    Raises
    ------
    UnknownRuleError
        listing the ids there are.
    """
    try:
        return _RULES[rule_id]
    except KeyError:
        raise UnknownRuleError(rule_id, tuple(sorted(_RULES))) from None


def rules() -> tuple[Rule, ...]:
    """Return every registered rule, by id."""
    return tuple(_RULES[rule_id] for rule_id in sorted(_RULES))
