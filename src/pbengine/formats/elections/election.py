"""An election as any file gives it: what a count needs, and the words that people know it by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from pbengine.formats.pabulib.file import PabulibFile
from pbengine.formats.ranked.file import RankedFile
from pbengine.voting.constraints import Constraints
from pbengine.voting.instance import Instance, Project
from pbengine.voting.lot import Lot, ballot_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pbengine.formats.faults import Fault
    from pbengine.voting.profile import Profile
    from pbengine.voting.registry import OptionValue

STATED = {"threshold": "min_project_score_threshold"}
"""Options whose value a ``.pb`` file states, whichever rule it declares."""


@dataclass(frozen=True)
class Election:
    """What is decided on, the ballots, and what the file says of a count.

    Parameters
    ----------
    instance, profile
        as rules take them.
    title, currency
        empty where the file does not say.
    names
        the names in the order of the projects; empty where the file has none beside the ids.
    fills_seats
        whether candidates stand for seats, rather than projects for a budget.
    lot
        ids in the order that settles ties, where the file gives one; empty where it does not.
    declared
        the rule as the file names it; ``rule_id`` and ``rule_options`` are the rule of ours that it is, if any.
    stated
        options whose value the file states, whichever rule is used.
    selected
        who was selected according to the file, by id; None where it does not say.
    source
        the file as its own format has it, with all that the values above leave out.
    """

    instance: Instance
    profile: Profile
    title: str = ""
    currency: str = ""
    names: tuple[str, ...] = ()
    fills_seats: bool = False
    lot: tuple[str, ...] = ()
    declared: str = ""
    rule_id: str | None = None
    rule_options: Mapping[str, OptionValue] = field(default_factory=lambda: MappingProxyType({}))
    stated: Mapping[str, OptionValue] = field(default_factory=lambda: MappingProxyType({}))
    selected: Mapping[str, str] | None = None
    warnings: tuple[Fault, ...] = ()
    source: PabulibFile | RankedFile | None = None

    @property
    def file_lot(self) -> Lot:
        """The order that the file gives for ties: its own, else that of the projects."""
        return Lot(self.lot) if self.lot else ballot_order(self.instance)

    @cached_property
    def called(self) -> Mapping[str, str]:
        """What each id is called, every one differently: the name, with the id where two names are the same."""
        ids = [project.id for project in self.instance.projects]
        if not (self.names and self.fills_seats):
            return MappingProxyType(dict(zip(ids, ids, strict=True)))
        names = [name or id_ for name, id_ in zip(self.names, ids, strict=True)]
        counts = Counter(names)
        told = [name if counts[name] == 1 else f"{name} ({id_})" for name, id_ in zip(names, ids, strict=True)]
        return MappingProxyType(dict(zip(ids, told, strict=True)))

    def name_of(self, id_: str) -> str:
        """Return the name beside an id; empty where there is none."""
        return self.names[self.instance.position[id_]] if self.names else ""

    def with_seats(self, seats: int) -> Election:
        """Return the election of so many, whatever the file says and whatever the projects cost."""
        projects = tuple(Project(project.id, 1, project.standing) for project in self.instance.projects)
        constraints = Constraints() if self.source is None else self.instance.constraints
        instance = Instance(projects, budget=seats, constraints=constraints)
        source = replace(self.source, instance=instance) if isinstance(self.source, RankedFile) else None
        return replace(self, instance=instance, fills_seats=True, currency="", source=source)


def election_of(file: PabulibFile | RankedFile | Election) -> Election:
    r"""Return what a reader gave as an election.

    Examples
    --------
    >>> from pbengine.formats.blt import read_blt
    >>> election = election_of(read_blt('2 1\n3 1 2 0\n0\n"Ada" "Ada" "Board"'))
    >>> dict(election.called), election.title
    ({'1': 'Ada (1)', '2': 'Ada (2)'}, 'Board')
    """
    if isinstance(file, PabulibFile):
        return _of_pabulib(file)
    return _of_ranked(file) if isinstance(file, RankedFile) else file


def _of_ranked(file: RankedFile) -> Election:
    return Election(
        instance=file.instance,
        profile=file.profile,
        title=file.title,
        names=file.candidates,
        fills_seats=True,
        lot=file.lot,
        warnings=file.warnings,
        source=file,
    )


def _of_pabulib(file: PabulibFile) -> Election:
    return Election(
        instance=file.instance,
        profile=file.profile,
        title=file.meta.get("description", ""),
        currency=file.meta.get("currency", ""),
        names=tuple(file.projects.get("name", ())),
        declared=file.meta.get("rule", ""),
        rule_id=file.rule_id,
        rule_options=file.rule_options,
        stated={option: file.meta[key] for option, key in STATED.items() if file.meta.get(key)},
        selected=file.selected,
        warnings=file.warnings,
        source=file,
    )
