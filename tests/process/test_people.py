"""Accounts, roles and places."""

from dataclasses import replace

import pytest

from pbengine.process.commissions import (
    CommissionPlan,
    change_commission,
    create_commission,
    find_commission,
    list_commissions,
)
from pbengine.process.people import NewPerson, Person, Role, add_person, find_person, grant, require_role, roles_of
from pbengine.process.refusals import FormRefusal, NotAllowedRefusal, NotFoundRefusal, NotStewardRefusal, TakenRefusal
from tests.process.town import FOUNDED, Town

HAMLET = CommissionPlan("hamlet", "Hamlet", "Hamlet council", "A hall", "EUR")


def test_an_address_belongs_to_one_person_however_it_is_written(town: Town) -> None:
    with pytest.raises(TakenRefusal, match=r"ada@town\.example"), town.database.writing() as session:
        add_person(session, NewPerson(" ADA@Town.example", "Ada", "no hash"), now=FOUNDED)
    with town.database.reading() as session:
        found = find_person(session, "Ada@TOWN.example ")
    assert found is not None
    assert found.id == town.residents[0].id


def test_all_faults_of_an_account_are_told_at_once(town: Town) -> None:
    with pytest.raises(FormRefusal) as refused, town.database.writing() as session:
        add_person(session, NewPerson("nobody", "  ", "no hash"), now=FOUNDED)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [
        ("email", "not-an-address"),
        ("name", "missing"),
    ]


def test_roles_are_held_place_by_place(town: Town) -> None:
    with town.database.writing() as session:
        hamlet = create_commission(session, HAMLET, actor=town.facilitator, now=FOUNDED)
        ada = session.get_one(Person, town.residents[0].id)
        assert roles_of(session, ada) == {town.commission.id: {Role.RESIDENT}}
        require_role(session, ada, town.commission.id, Role.FACILITATOR, Role.RESIDENT)
        for place, roles in ((town.commission.id, [Role.FACILITATOR]), (hamlet.id, list(Role))):
            with pytest.raises(NotAllowedRefusal):
                require_role(session, ada, place, *roles)


def test_granting_a_role_twice_is_harmless(town: Town) -> None:
    with town.database.writing() as session:
        grant(session, town.residents[0], town.commission.id, Role.RESIDENT, Role.AUDITOR)
        assert roles_of(session, town.residents[0]) == {town.commission.id: {Role.RESIDENT, Role.AUDITOR}}


def test_only_a_steward_sets_up_a_place_and_becomes_its_facilitator(town: Town) -> None:
    with pytest.raises(NotStewardRefusal), town.database.writing() as session:
        create_commission(session, HAMLET, actor=town.residents[0], now=FOUNDED)
    with town.database.writing() as session:
        hamlet = create_commission(session, HAMLET, actor=town.facilitator, now=FOUNDED)
        require_role(session, town.facilitator, hamlet.id, Role.FACILITATOR)
        assert [place.slug for place in list_commissions(session)] == ["hamlet", "town", "village"]


def test_all_faults_of_a_place_are_told_at_once(town: Town) -> None:
    plan = CommissionPlan("Not a slug", "", "Council", "", "Euro", 7)
    with pytest.raises(FormRefusal) as refused, town.database.writing() as session:
        create_commission(session, plan, actor=town.facilitator, now=FOUNDED)
    assert [fault.field for fault in refused.value.faults] == ["slug", "place", "currency", "minor_units"]


def test_the_facilitator_of_a_place_changes_it_and_its_address_stays(town: Town) -> None:
    plan = CommissionPlan("elsewhere", " Newtown ", "New council", "Parks", "JPY", 1)
    for _ in range(2):
        with town.database.writing() as session:
            place = find_commission(session, "town")
            change_commission(session, place, plan, actor=town.facilitator)
    with town.database.reading() as session:
        place = find_commission(session, "town")
    assert (place.place, place.name, place.purpose) == ("Newtown", "New council", "Parks")
    assert (place.currency, place.minor_units) == ("JPY", 1)
    assert town.round.currency == "EUR"


@pytest.mark.parametrize("who", ["resident", "facilitator of another place"])
def test_nobody_else_changes_a_place(town: Town, who: str) -> None:
    actor = town.residents[0] if who == "resident" else town.stranger
    with pytest.raises(NotAllowedRefusal), town.database.writing() as session:
        change_commission(session, find_commission(session, "town"), HAMLET, actor=actor)
    with town.database.reading() as session:
        assert find_commission(session, "town").place == "Town"


def test_a_place_is_changed_into_nothing_that_could_not_be_set_up(town: Town) -> None:
    plan = CommissionPlan("town", "", " ", "", "euro", 7)
    with pytest.raises(FormRefusal) as refused, town.database.writing() as session:
        change_commission(session, find_commission(session, "town"), plan, actor=town.facilitator)
    assert [fault.field for fault in refused.value.faults] == ["place", "name", "currency", "minor_units"]


def test_a_text_of_a_place_has_an_end(town: Town) -> None:
    longest = CommissionPlan("hamlet", "p" * 120, "n" * 200, "u" * 4_000, "EUR")
    with town.database.writing() as session:
        hamlet = create_commission(session, longest, actor=town.facilitator, now=FOUNDED)
    longer = replace(longest, place=longest.place + "p", name=longest.name + "n", purpose=longest.purpose + "u")
    with pytest.raises(FormRefusal) as refused, town.database.writing() as session:
        change_commission(session, session.merge(hamlet), longer, actor=town.facilitator)
    assert [(fault.field, fault.code, fault.figures["most"]) for fault in refused.value.faults] == [
        ("place", "too-long", 120),
        ("name", "too-long", 200),
        ("purpose", "too-long", 4_000),
    ]


def test_two_places_cannot_have_one_address(town: Town) -> None:
    plan = CommissionPlan("town", "Another town", "Council", "", "EUR")
    with pytest.raises(TakenRefusal), town.database.writing() as session:
        create_commission(session, plan, actor=town.facilitator, now=FOUNDED)


def test_a_place_that_is_not_there_is_not_found(town: Town) -> None:
    with pytest.raises(NotFoundRefusal), town.database.reading() as session:
        find_commission(session, "nowhere")
