"""Signing in: fresh tokens, kept as hashes, that end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from pbengine.process.logins import (
    Login,
    Visit,
    end_login,
    end_logins_of,
    note_visit,
    sign_in,
    start_login,
    visit_of_token,
)
from pbengine.process.passwords import hash_password, verify_password
from pbengine.process.people import NewPerson, Person, Role, add_person
from pbengine.process.refusals import BusyRefusal, FormRefusal, WrongCredentialsRefusal
from tests.process.town import FOUNDED, Town

MINUTE = timedelta(minutes=1)
PASSWORD = "twelve letters or more"


def start(town: Town, person: Person, old_token: str | None = None) -> str:
    with town.database.writing() as session:
        return start_login(session, person, now=FOUNDED, old_token=old_token)


def visit(town: Town, token: str, after: timedelta) -> Visit | None:
    with town.database.reading() as session:
        return visit_of_token(session, token, now=FOUNDED + after)


def test_a_token_tells_who_it_is_and_in_which_roles(town: Town) -> None:
    found = visit(town, start(town, town.residents[0]), MINUTE)
    assert found is not None
    assert found.person.name == "Ada"
    assert found.roles == {town.commission.id: {Role.RESIDENT}}
    assert visit(town, "attacker-chosen", MINUTE) is None


def test_the_database_holds_no_token(town: Town) -> None:
    token = start(town, town.residents[0])
    with town.database.reading() as session:
        login = session.exec(select(Login)).one()
    assert token not in login.model_dump().values()


def test_signing_in_again_ends_the_token_that_came_with_it_and_keeps_none_of_it(town: Town) -> None:
    first = start(town, town.residents[0], old_token="attacker-chosen")
    second = start(town, town.residents[0], old_token=first)
    assert len({first, second, "attacker-chosen"}) == 3
    assert visit(town, first, MINUTE) is None
    assert visit(town, "attacker-chosen", MINUTE) is None
    assert visit(town, second, MINUTE) is not None


def test_a_resident_stays_signed_in_for_eight_hours(town: Town) -> None:
    token = start(town, town.residents[0])
    assert visit(town, token, 8 * 60 * MINUTE - MINUTE) is not None
    assert visit(town, token, 8 * 60 * MINUTE) is None


def test_a_facilitator_is_signed_out_after_half_an_hour_of_silence(town: Town) -> None:
    token = start(town, town.facilitator)
    seen = visit(town, token, 29 * MINUTE)
    assert seen is not None
    assert seen.note_due
    assert visit(town, token, 30 * MINUTE) is None
    with town.database.writing() as session:
        note_visit(session, token, now=FOUNDED + 29 * MINUTE)
    assert visit(town, token, 58 * MINUTE) is not None
    assert visit(town, token, 59 * MINUTE) is None


def test_a_visit_is_noted_at_most_once_a_minute_and_never_of_residents(town: Town) -> None:
    facilitator, resident = start(town, town.facilitator), start(town, town.residents[0])
    for token, after, due in ((facilitator, MINUTE / 2, False), (facilitator, MINUTE, True), (resident, MINUTE, False)):
        found = visit(town, token, after)
        assert found is not None
        assert found.note_due is due


def test_signing_out_ends_a_login_for_good(town: Town) -> None:
    token, other = start(town, town.residents[0]), start(town, town.residents[0])
    with town.database.writing() as session:
        end_login(session, token)
        end_login(session, token)
        note_visit(session, token, now=FOUNDED)
    assert visit(town, token, MINUTE) is None
    assert visit(town, other, MINUTE) is not None
    with town.database.writing() as session:
        end_logins_of(session, town.residents[0])
    assert visit(town, other, MINUTE) is None


def test_a_login_that_is_over_is_forgotten_at_the_next_sign_in(town: Town) -> None:
    start(town, town.residents[0])
    with town.database.writing() as session:
        start_login(session, town.residents[1], now=FOUNDED + timedelta(hours=9), old_token=None)
        assert [login.person_id for login in session.exec(select(Login))] == [town.residents[1].id]


def test_the_right_password_signs_in_and_a_wrong_one_or_a_strange_address_is_refused_alike(town: Town) -> None:
    new = NewPerson("eve@town.example", "Eve", hash_password(PASSWORD))
    with town.database.writing() as session:
        add_person(session, new, now=FOUNDED)
    token = sign_in(town.database, email="Eve@town.example", password=PASSWORD, old_token=None, now=FOUNDED)
    assert visit(town, token, MINUTE) is not None
    said = set()
    for email, password in (("eve@town.example", PASSWORD + "!"), ("nobody@town.example", PASSWORD)):
        with pytest.raises(WrongCredentialsRefusal) as refused:
            sign_in(town.database, email=email, password=password, old_token=None, now=FOUNDED)
        said.add(str(refused.value))
    assert len(said) == 1


def test_passwords_are_kept_by_argon2id_with_the_cost_that_was_decided() -> None:
    stored = hash_password(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != hash_password(PASSWORD)
    assert verify_password(stored, PASSWORD)
    assert not verify_password(stored, PASSWORD.upper())
    assert not verify_password(None, PASSWORD)
    assert not verify_password("no hash", PASSWORD)


@pytest.mark.parametrize("password", ["eleven lett", "x" * 129])
def test_a_password_of_the_wrong_length_is_refused(password: str) -> None:
    with pytest.raises(FormRefusal) as refused:
        hash_password(password)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("password", "password-length")]


def test_only_so_many_may_wait_for_their_password_to_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pbengine.process.passwords.PATIENCE_SECONDS", 0)
    monkeypatch.setattr("pbengine.process.passwords._seats", _NoSeat())
    with pytest.raises(BusyRefusal):
        hash_password(PASSWORD)


class _NoSeat:
    def acquire(self, *, timeout: float) -> bool:
        assert timeout == 0
        return False


def test_many_passwords_at_once_are_checked_two_at_a_time() -> None:
    stored = hash_password(PASSWORD)
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: verify_password(stored, PASSWORD), range(8)))
