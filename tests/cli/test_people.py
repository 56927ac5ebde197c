from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.commands import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.commands import Run

PASSWORD = "correct horse battery staple"
ADA = ("people", "add", "Ada@Town.example", "--name", "Ada Lovett")


def test_an_account_is_made_with_a_password_from_standard_input(run: Run) -> None:
    result = run(*ADA, "--steward", stdin=f"{PASSWORD}\n")
    assert (result.exit_code, result.stdout) == (0, "Ada Lovett <Ada@Town.example> can sign in now.\n")
    listed = document(run("people", "list", "--format", "json"))
    assert listed == {"people": [{"email": "ada@town.example", "name": "Ada Lovett", "office": "steward", "roles": {}}]}


def test_a_password_may_stand_in_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(f"{PASSWORD}\r\nmore\n", encoding="utf-8")
    assert run(*ADA, "--password-file", str(tmp_path / "password")).exit_code == 0


def test_no_option_takes_the_password_itself(run: Run) -> None:
    assert run(*ADA, "--password", PASSWORD).exit_code == 2


def test_without_a_password_nothing_is_made(run: Run) -> None:
    result = run(*ADA, stdin="")
    assert result.exit_code == 2
    assert "there is no password" in result.stderr
    assert run("people", "list").stdout == ""


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("nobody", PASSWORD, "email: This is not an e-mail address."),
        ("a@b.example", "short", "password: A password has at least"),
    ],
)
def test_what_cannot_be_taken_is_said_field_by_field(run: Run, email: str, password: str, words: str) -> None:
    result = run("people", "add", email, "--name", "Ada", stdin=f"{password}\n")
    assert result.exit_code == 1
    assert words in result.stderr


def test_an_address_in_use_is_refused(run: Run) -> None:
    run(*ADA, stdin=f"{PASSWORD}\n")
    result = run(*ADA, stdin=f"{PASSWORD}\n")
    assert result.exit_code == 1
    assert "“ada@town.example” is in use already" in result.stderr


def test_roles_need_their_place_and_the_place_must_be_there(run: Run) -> None:
    assert run(*ADA, "--role", "resident", stdin=f"{PASSWORD}\n").exit_code == 2
    result = run(*ADA, "--role", "resident", "--place", "nowhere", stdin=f"{PASSWORD}\n")
    assert result.exit_code == 1
    assert "There is no such commission." in result.stderr
    assert run("people", "list").stdout == ""
