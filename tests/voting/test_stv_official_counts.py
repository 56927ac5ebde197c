"""Counts that governments have published: wards of Scotland 2017, and New Zealand's Meek to nine digits."""

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from pbengine.voting.outcome import Action, Step
from pbengine.voting.rules.stv.pseudo_random import pseudo_random_numbers
from tests.voting.ranked_files import count, number, read, stages, votes

RANKED = Path(__file__).resolve().parents[3] / "shared" / "data" / "ranked"
WARDS = sorted(path.stem for path in (RANKED / "scotland-2017").glob("*.json"))
HUNDREDTH = Decimal("0.01")

Cell = tuple[str, int, int]  # ward, stage from 1, candidate from 1

FAULTY: dict[Cell, tuple[str, str]] = {
    ("glasgow_2017_ward1", 3, 6): ("393", "303.00000"),
    ("glasgow_2017_ward11", 2, 4): ("680.668", "680.66808"),
    ("glasgow_2017_ward11", 2, 8): ("998.5328", "998.53286"),
    ("glasgow_2017_ward13", 5, 6): ("478.6821", "478.68214"),
    ("glasgow_2017_ward13", 5, 10): ("207.6444", "207.64444"),
    ("midlothian_2017_ward1", 3, 6): ("832.84154", "832.84152"),
}
"""Cells in which the sheet is wrong, as it has them and as they are."""

FAULTY_VALID = {"east_dunbartonshire_2017_ward2": (7034, 7035)}


def sheet_of(ward: str) -> dict[str, Any]:
    sheet: dict[str, Any] = json.loads((RANKED / "scotland-2017" / f"{ward}.json").read_text(encoding="utf-8"))
    return sheet


def agrees(printed: str, counted: Decimal) -> bool:
    """Say whether a cell is the number that was counted; large ones are rounded to two digits on some sheets."""
    cell = Decimal(printed)
    digits = -int(cell.as_tuple().exponent)
    rounded = counted >= 1000 and digits <= 2 and cell == counted.quantize(HUNDREDTH, ROUND_HALF_UP)
    return cell == counted or rounded


def test_a_cell_agrees_to_its_last_digit_or_not_at_all() -> None:
    assert agrees("832.84152", Decimal("832.84152"))
    assert agrees("1483.79", Decimal("1483.79014"))
    assert not agrees("832.84", Decimal("832.84152"))
    assert not agrees("1483.8", Decimal("1483.79014"))
    assert not agrees("1483.790", Decimal("1483.79014"))


@pytest.mark.parametrize("ward", WARDS)
def test_a_scottish_ward_is_counted_as_its_sheet_has_it(ward: str) -> None:
    sheet = sheet_of(ward)
    outcome = count(read(RANKED / "scotland-2017" / f"{ward}.blt"), "scottish-stv")
    counted = stages(outcome)
    people = sheet["candidates"]
    assert [step.figures["quota"] for step in counted] == [str(sheet["quota"])] * len(sheet["stages"])
    assert set(outcome.funded) == {str(n) for n, person in enumerate(people, 1) if person["status"] == "Elected"}
    for n, person in enumerate(people, 1):
        reason = outcome.reasons[str(n)]
        expected = {"Elected": ("elected-quota", "elected-last"), "Excluded": ("excluded",), "": ("not-elected",)}
        assert reason.code in expected[person["status"] or ""]
        assert person["stage"] == reason.figures.get("stage", person["stage"])
    for at, (step, row) in enumerate(zip(counted, sheet["stages"], strict=True), 1):
        for n, (printed, value) in enumerate(zip(row, votes(step), strict=True), 1):
            if (ward, at, n) in FAULTY:
                assert (printed, str(value)) == FAULTY[ward, at, n]
                assert not agrees(printed, value)
            else:
                assert agrees(printed, value), (at, n, printed, value)
        assert sum(votes(step)) + number(step, "non_transferable") == sum(votes(counted[0]))
    valid = int(sum(votes(counted[0])))
    assert (sheet["valid"], valid) == FAULTY_VALID.get(ward, (valid, valid))


def test_every_faulty_cell_is_of_a_ward_that_is_read(shared_data: Path) -> None:
    assert shared_data.is_dir()
    assert {ward for ward, _, _ in FAULTY} | set(FAULTY_VALID) <= set(WARDS)


def shown(step: Step, names: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(names, map(str, votes(step)), strict=True))


ABERDEEN = """
744.00000 509.00000 458.00000 1670.00000 2012.00000 430.00000 785.00000 0.00000
806.07214 658.17890 504.98278 1670.00000 1322.00000 614.50172 798.71760 233.54686
813.57382 669.84818 514.35988 1322.00000 1322.00000 625.54586 1087.32390 253.34836
1141.60268 708.93154 0.00000 1322.00000 1322.00000 666.21890 1115.51034 331.73654
1273.40654 942.94274 0.00000 1322.00000 1322.00000 0.00000 1176.82892 570.82180
1483.79014 0.00000 0.00000 1322.00000 1322.00000 0.00000 1317.90720 1162.30266
"""


def test_aberdeen_2017_tells_what_each_stage_does(shared_data: Path) -> None:
    file = read(shared_data / "ranked" / "scotland-2017" / "aberdeen_2017_ward1.blt")
    outcome = count(file, "scottish-stv")
    counted = stages(outcome)
    table = [[*map(str, votes(step)), str(step.figures["non_transferable"])] for step in counted]
    assert table == [line.split() for line in ABERDEEN.split("\n") if line]
    assert [(step.action, step.project) for step in counted] == [
        (Action.COUNT, None),
        (Action.TRANSFER, "5"),
        (Action.TRANSFER, "4"),
        (Action.EXCLUDE, "3"),
        (Action.EXCLUDE, "6"),
        (Action.EXCLUDE, "2"),
    ]
    assert outcome.funded == ("5", "4", "1", "7")
    assert [outcome.reasons[n].code for n in outcome.funded] == ["elected-quota"] * 3 + ["elected-last"]
    assert outcome.reasons["7"].figures == {"stage": 6, "votes": "1317.90720"}
    assert (counted[1].figures["surplus"], counted[1].figures["papers"]) == ("690.00000", 2012)
    assert outcome.ties == ()


CARGILL_QUOTAS = [
    "1302.500000001",
    "1298.000000001",
    "1294.347296281",
    "1285.369288201",
    "1275.326441251",
    "1271.904172653",
    "1257.196748631",
    "1206.576040001",
    "1181.907795636",
    "1172.799398428",
]

CARGILL = """
385 726 660 447 948 197 115 142 1266 324
391 735 675 449 953 201 0 143 1313 332
409.307692238 749.873571916 711.930693011 466.284843800 965.239146924 210.188118776 0 0 1316.782940292 347.782178164
429.218914900 777.173006485 749.512220025 487.105843720 998.218914900 0 0 0 1327.386192030 372.862060740
484.287960625 840.103966250 814.048396250 534.520611250 1067.697691875 0 0 0 1360.647138750 0
499.570160054 853.202994332 828.091498428 549.035750476 1082.389844994 0 0 0 1275.326442324 0
0 929.109510500 907.397076680 682.741368100 1141.758271340 0 0 0 1367.780767900 0
0 1103.115664128 1028.285397248 0 1283.285397248 0 0 0 1411.617701376 0
0 1168.176831147 1089.215287815 0 1247.098461827 0 0 0 1223.140601751 0
0 1193.722713168 1112.880325624 0 1189.526083194 0 0 0 1195.068471724 0
"""

CARGILL_STEPS = """
0.000000000 0.000000000 1.000000000 1.000000000
18.000000000 14.999999999 1.000000000 1.000000000
32.610814879 22.435644011 0.988575781 1.000000000
68.522847200 42.016903829 0.971732205 1.000000000
108.694235000 85.320697499 0.940973125 1.000000000
122.383309392 3.422269671 0.881968494 1.000000000
181.213005480 110.584019269 0.879601780 1.000000000
383.695840000 281.751018622 0.808486656 1.000000000
482.368817460 106.423472306 0.691051570 0.940224243
518.802406290 59.919072802 0.667755806 0.891075081
"""


def test_cargill_2004_is_counted_to_nine_digits_in_all_ten_iterations(shared_data: Path) -> None:
    outcome = count(read(shared_data / "ranked" / "nz" / "cargill2004_reconstructed.blt"), "nz-meek")
    counted = stages(outcome)
    assert [step.figures["quota"] for step in counted] == CARGILL_QUOTAS
    assert [votes(step) for step in counted] == [[*map(Decimal, row.split())] for row in CARGILL.split("\n") if row]
    keeps = [step.figures["keep"] for step in counted]
    told = [
        [str(step.figures["non_transferable"]), str(step.figures["surplus"]), str(keep[8]), str(keep[4])]
        for step, keep in zip(counted, keeps, strict=True)
        if isinstance(keep, tuple)
    ]
    assert told == [row.split() for row in CARGILL_STEPS.split("\n") if row]
    assert outcome.funded == ("9", "5", "2")
    excluded = {n: reason.figures["stage"] for n, reason in outcome.reasons.items() if reason.code == "excluded"}
    assert excluded == {"7": 1, "8": 2, "6": 3, "10": 4, "1": 6, "4": 7}
    assert [step.project for step in counted] == [None, "7", "8", "6", "10", None, "1", "4", None, None]
    assert [outcome.reasons[n].figures["stage"] for n in outcome.funded] == [2, 8, 10]


def test_cargill_2004_by_the_letter_of_the_law_is_not_what_was_counted(shared_data: Path) -> None:
    outcome = count(read(shared_data / "ranked" / "nz" / "cargill2004_reconstructed.blt"), "nz-meek", rounding="law")
    counted = stages(outcome)
    assert [step.figures["quota"] for step in counted[:8]] == CARGILL_QUOTAS[:8]
    assert counted[8].figures["quota"] == "1181.907795720"
    assert [str(value) for value in votes(counted[9])[1:3]] == ["1193.722713327", "1112.880325803"]
    assert counted[9].figures["non_transferable"] == "518.802405952"
    assert counted[9].figures["quota"] == "1172.799398513"
    assert outcome.funded == ("9", "5", "2")


def test_the_pseudo_random_numbers_of_the_kapiti_coast_are_those_that_were_printed() -> None:
    numbers = pseudo_random_numbers(14, 5, 17783)
    assert numbers[:3] == (6581, 403, 6604)
    assert numbers[3:] == (9173, 2374, 2532, 8455, 4698, 2424, 1876, 729, 5126, 3154, 3594)
    assert pseudo_random_numbers(10, 3, 5210) == (8983, 9209, 1610, 9924, 6012, 9001, 3185, 6141, 6968, 6185)


def test_pseudo_random_numbers_differ_as_long_as_there_are_enough() -> None:
    numbers = pseudo_random_numbers(10_003, 5, 17783)
    assert len(numbers) == 10_003
    assert sorted(numbers[:10_000]) == list(range(1, 10_001))
