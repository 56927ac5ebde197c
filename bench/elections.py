"""The elections of the benchmark, as files: real ones where they stand, generated ones written from their seed."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bench.generated import generated_approvals
from bench.generated_rankings import generated_rankings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal

    from pbengine.voting import Profile

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SEED = 1


@dataclass(frozen=True)
class Election:
    """What an election is, in a few words, and how its files come to be in a folder."""

    title: str
    files: Callable[[Path], list[Path]]


def _shared(pattern: str, _: Path) -> list[Path]:
    return sorted(DATA.glob(pattern))


def _approvals(voters: int, projects: int, folder: Path) -> list[Path]:
    path = folder / f"generated-{voters}-{projects}.pb"
    if not path.exists():
        instance, profile = generated_approvals(voters, projects, SEED)
        with path.open("w", encoding="utf-8") as file:
            meta = {"num_projects": projects, "num_votes": voters, "budget": instance.budget}
            file.write("META\nkey;value\n")
            file.writelines(f"{key};{value}\n" for key, value in meta.items())
            file.write("vote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost\n")
            file.writelines(f"{project.id};{project.cost}\n" for project in instance.projects)
            file.write("VOTES\nvoter_id;vote\n")
            file.writelines(
                f"{voter};{','.join(f'p{column}' for column in row)}\n" for voter, row in enumerate(_rows(profile))
            )
    return [path]


def _rankings(lengths: Literal["full", "truncated"], folder: Path) -> list[Path]:
    path = folder / f"rankings-{lengths}.{'soc' if lengths == 'full' else 'soi'}"
    if not path.exists():
        instance, profile = generated_rankings(lengths)
        orders = Counter(tuple(column + 1 for column in row) for row in _rows(profile)).most_common()
        head = {
            "TITLE": f"generated, {lengths}",
            "DATA TYPE": path.suffix[1:],
            "NUMBER ALTERNATIVES": len(instance.projects),
            "NUMBER VOTERS": profile.voters,
            "NUMBER UNIQUE ORDERS": len(orders),
            **{f"ALTERNATIVE NAME {number}": f"c{project.id}" for number, project in enumerate(instance.projects, 1)},
        }
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"# {key}: {value}\n" for key, value in head.items())
            file.writelines(f"{weight}: {','.join(map(str, order))}\n" for order, weight in orders)
    return [path]


def _rows(profile: Profile) -> Iterator[list[int]]:
    choices, starts = profile.choices.tolist(), profile.starts.tolist()
    return (choices[first:last] for first, last in pairwise(starts))


ELECTIONS = {
    "warsaw": Election(
        "Warsaw 2024, city-wide: 75,255 voters, 118 projects, 652,080 approvals",
        partial(_shared, "pabulib/Poland_Warszawa_2024.pb"),
    ),
    "generated": Election(
        "generated: 100,000 voters, 120 projects, 1 to 15 approvals", partial(_approvals, 100_000, 120)
    ),
    "million": Election(
        "generated: 1,000,000 voters, 100 projects, 1 to 15 approvals", partial(_approvals, 1_000_000, 100)
    ),
    "wieliczka": Election(
        "Wieliczka 2023: 6,586 voters, 64 projects", partial(_shared, "pabulib/Poland_Wieliczka_2023_Green_Budget.pb")
    ),
    "budapest": Election("Budapest 2024, in forints", partial(_shared, "pabulib/Hungary_Budapest_2024.pb")),
    "krakow": Election("Kraków 2021: 51,229 rankings, 99 projects", partial(_shared, "pabulib/Poland_Krakow_2021.pb")),
    "toulouse": Election(
        "Toulouse 2019: 1,494 voters with points, 30 projects", partial(_shared, "pabulib/France_Toulouse_2019.pb")
    ),
    "truncated": Election("generated: 100,000 rankings of 2 to 15 of 15 candidates", partial(_rankings, "truncated")),
    "full": Election("generated: 100,000 rankings of all 15 candidates", partial(_rankings, "full")),
    "wards": Election("all shared Scottish wards of 2017", partial(_shared, "ranked/scotland-2017/*.blt")),
    "pabulib": Election("all shared files of Pabulib", partial(_shared, "pabulib/*.pb")),
}


def files_of(name: str, folder: Path) -> list[Path]:
    """Return an election's files, made if need be by another process.

    What a process has held counts as held by those that it starts, so that whoever measures memory must stay small.
    """
    subprocess.run([sys.executable, "-m", "bench.elections", name, str(folder)], check=True)  # noqa: S603 - this module
    return ELECTIONS[name].files(folder)


if __name__ == "__main__":
    ELECTIONS[sys.argv[1]].files(Path(sys.argv[2]))
