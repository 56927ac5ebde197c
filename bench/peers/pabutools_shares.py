"""Equal shares by pabutools, from a file to the ids of what is funded, as one JSON list on standard output.

Its exact mode, with the order of ties that the rule prescribes: lower cost, more votes, the order of the file.
"""

import json
import sys

from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import exhaustion_by_budget_increase, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule


def main(path: str, completion: str, exhaustive_stop: str) -> None:
    """Count the file and print the result, in the quickest way that pabutools has for it."""
    instance, profile = parse_pabulib(path)
    votes = {project: profile.approval_score(project) for project in instance}
    places = {project: place for place, project in enumerate(instance.project_meta)}
    ties = TieBreakingRule(lambda _, __, project: (project.cost, -votes[project], places[project]))
    options = {"sat_class": Cost_Sat, "tie_breaking": ties}
    if completion == "none":
        funded = method_of_equal_shares(instance, profile, **options)
    elif exhaustive_stop == "yes":
        funded = method_of_equal_shares(instance, profile, voter_budget_increment=1, **options)
    else:
        funded = exhaustion_by_budget_increase(
            instance,
            profile,
            method_of_equal_shares,
            options,
            exhaustive_stop=False,
            budget_step=profile.num_ballots(),
        )
    json.dump([project.name for project in funded], sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
