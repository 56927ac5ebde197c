from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.commands import Run


@pytest.fixture
def slug(run: Run, pb: Callable[..., str]) -> str:
    """Import the small election and return the round it became."""
    return str(document(run("import", pb(), "--format", "json"))["round"])


def test_a_file_becomes_a_round_whose_exported_record_passes_the_audit(run: Run, slug: str, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    written = document(run("export", slug, "--to", str(bundle), "--format", "json"))
    assert written["files"] == len([path for path in bundle.rglob("*") if path.is_file()])
    report = document(run("audit", str(bundle), "--format", "json"))
    assert report["ok"] is True
    assert report["tally"]["funded"] == ["7", "4"]
    assert all(check["ok"] for check in report["checks"])
    assert run("audit", str(bundle)).stdout.endswith("checks passed.\n")


def test_a_zip_file_is_audited_as_the_folder_is(run: Run, slug: str, tmp_path: Path) -> None:
    bundle = str(tmp_path / "bundle.zip")
    assert run("export", slug, "--to", bundle, "--zip").exit_code == 0
    assert document(run("audit", bundle, "--format", "json"))["ok"] is True


def test_an_audit_that_fails_has_status_1_and_its_whole_report(run: Run, slug: str, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    run("export", slug, "--to", str(bundle))
    result_pb = bundle / "result.pb"
    result_pb.write_bytes(result_pb.read_bytes().replace(b"600", b"601", 1))
    result = run("audit", str(bundle), "--format", "json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["ok"] is False
    assert [check["number"] for check in report["checks"] if not check["ok"]]
    assert run("audit", str(bundle)).exit_code == 1


def test_the_auditor_s_own_key_is_asked_for_by_name(run: Run, slug: str, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    run("export", slug, "--to", str(bundle))
    key = bundle.joinpath("keys.txt").read_text(encoding="utf-8").splitlines()[0]
    assert document(run("audit", str(bundle), "--vkey", key, "--format", "json"))["key"] == "auditor"
    assert run("audit", str(bundle), "--vkey", "no key").exit_code == 2


def test_a_bundle_that_is_not_there_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    assert run("audit", str(tmp_path / "absent")).exit_code == 2


def test_rubbish_is_no_bundle(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rubbish").write_bytes(bytes(range(256)))
    (tmp_path / "empty").mkdir()
    for name in ("rubbish", "empty"):
        result = run("audit", str(tmp_path / name))
        assert result.exit_code == 1
        assert "Traceback" not in result.output


def test_the_same_file_is_imported_once(run: Run, slug: str, pb: Callable[..., str]) -> None:
    result = run("import", pb(name="again.pb"), "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert slug in result.stderr


def test_a_file_whose_rule_is_unknown_is_not_imported(run: Run, pb: Callable[..., str]) -> None:
    result = run("import", pb(("rule;greedy", "rule;unknown")))
    assert result.exit_code == 1
    assert "“unknown”" in result.stderr


def test_nothing_that_is_there_is_overwritten(run: Run, slug: str, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("dear")
    (tmp_path / "mine.zip").write_text("dear")
    assert run("export", slug, "--to", str(tmp_path / "mine")).exit_code == 1
    assert run("export", slug, "--to", str(tmp_path / "mine.zip"), "--zip").exit_code == 1
    assert (tmp_path / "mine.zip").read_text() == "dear"
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter"]


def test_a_round_that_is_not_there_cannot_be_exported(run: Run, tmp_path: Path) -> None:
    result = run("export", "nowhere", "--to", str(tmp_path / "bundle"))
    assert result.exit_code == 1
    assert result.stderr == "There is no such round.\n"


def test_the_database_is_made_at_first_use_and_is_sound(run: Run, slug: str) -> None:
    assert slug
    assert run("db", "upgrade").exit_code == 0
    assert "is sound" in run("db", "check").stdout


def test_an_empty_database_is_no_sound_one_until_it_is_upgraded(run: Run) -> None:
    assert run("db", "check").exit_code == 1
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "check").exit_code == 0


@pytest.mark.parametrize("url", ["sqlite://", "nonsense", "mysql://town/votes", "sqlite:////nowhere/at/all.sqlite3"])
def test_a_database_that_cannot_be_used_is_said_so(run: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PBENGINE_DATABASE_URL", url)
    result = run("people", "list")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_a_file_that_is_no_database_is_left_alone(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("dear" * 999)
    monkeypatch.setenv("PBENGINE_DATABASE_URL", f"sqlite:///{tmp_path / 'letter'}")
    result = run("db", "upgrade")
    assert result.exit_code == 1
    assert "cannot be used" in result.stderr
    assert (tmp_path / "letter").read_text() == "dear" * 999


def test_a_secret_that_is_none_is_said_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PBENGINE_SECRET", "hush")
    result = run("people", "list")
    assert result.exit_code == 1
    assert "PBENGINE_SECRET" in result.stderr
    assert "hush" not in result.stderr


def test_with_nothing_due_the_clock_says_so(run: Run, slug: str) -> None:
    assert slug
    result = run("advance")
    assert (result.exit_code, result.stdout) == (0, "Nothing is due.\n")
    assert run("advance", "--quiet").stdout == ""
