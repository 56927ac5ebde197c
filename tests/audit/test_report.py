import json

from pbengine.audit.audit import audit
from pbengine.audit.checks import checks
from pbengine.audit.differences import differences
from pbengine.audit.report import report_document, report_text
from pbengine.record.bundle import Bundle
from tests.audit.town import LOG, TOWN

FILES = TOWN.sealed()
GOOD = audit(Bundle(FILES), vkey=LOG.key.text)
BAD = audit(Bundle({**FILES, "result.json": b"{}", "seed.json": b"{}"}))


def test_the_document_has_what_the_command_line_promises() -> None:
    document = json.loads(json.dumps(report_document(BAD)))
    assert document["ok"] is False
    assert [check["check"] for check in document["checks"]] == [check.number for check in checks()]
    for check in document["checks"]:
        assert check["number"] == int(check["check"].replace(".", ""))
        assert check["ok"] == (check["state"] in ("ok", "not-given"))
        assert check["detail"] == "; ".join(check["details"])
    assert document["tally"] == {}
    assert report_document(GOOD)["tally"]["funded"] == ["trees", "hall"]
    assert report_document(GOOD)["ok"] is True


def test_the_numbers_stand_side_by_side() -> None:
    assert report_document(GOOD)["numbers"] == {
        "ballots in the log": 7,
        "voters in the log": 6,
        "void entries": 1,
        "counting ballots": 5,
        "votes in result.json": 5,
        "votes in result.pb": 5,
        "persons on the roll": 9,
    }
    assert "votes in result.json" not in report_document(BAD)["numbers"]


def test_the_text_names_every_check_and_every_failure() -> None:
    text = report_text(BAD)
    for result in BAD.checks:
        assert f"{result.number}  " in text
        assert all(detail in text for detail in result.details)
    failed = sum(not result.passed for result in BAD.checks)
    assert failed > 4
    assert "checks failed" in text.splitlines()[-1]


def test_the_text_warns_of_a_key_out_of_the_bundle_itself() -> None:
    assert "keys.txt in the bundle itself" in report_text(BAD)
    assert "keys.txt in the bundle itself" not in report_text(GOOD)
    assert report_text(GOOD).endswith(f"All {len(checks())} checks passed.\n")


def test_differences_tell_each_place() -> None:
    found = {"a": [1, 2], "b": "x", "d": True}
    expected = {"a": [1, 3, 4], "b": "x", "c": 1, "d": 1}
    assert list(differences(found, expected, place="r")) == [
        "r.a[1] is 2, not 3",
        "r.a has 2 parts, not 3",
        "r.c is missing",
        "r.d is True, not 1",
    ]
    assert list(differences({"a": 1}, {}, place="r")) == ["r.a is too many"]
    assert len(next(differences("x" * 1000, "", place="r"))) < 150
