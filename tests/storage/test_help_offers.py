"""Help of a region comes back from the database as it went in."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from career.help_map import HelpKind, RegionalOffer
from services.unit_of_work import House

OFFER = RegionalOffer(
    id=UUID(int=8),
    label="Fietsbank",
    kind=HelpKind.MONEY,
    what="Een fiets voor weinig geld.",
    situations=("travel_cost", "little_money"),
    municipality="Epe",
    how="Loop binnen op dinsdag.",
    phone="0578 12 34 56",
    url="https://fietsbank.example/",
    source_title="website van de gemeente",
    source_url="",
    checked_on=date(2026, 11, 2),
    until_on=None,
)


def test_offer_kept_comes_back_the_same_and_changes_by_its_id(house: House) -> None:
    changed = replace(OFFER, label="De Fietsbank", until_on=date(2027, 1, 1))
    for one in (OFFER, changed):
        with house.writing() as work:
            work.help_offers.save(one)
        with house.reading() as work:
            assert work.help_offers.get(OFFER.id) == one
            assert work.help_offers.all() == (one,)


def test_offer_taken_away_is_gone(house: House) -> None:
    with house.writing() as work:
        work.help_offers.save(OFFER)
        work.help_offers.remove(OFFER.id)
        work.help_offers.remove(UUID(int=9))

    with house.reading() as work:
        assert work.help_offers.all() == ()
        assert work.help_offers.get(OFFER.id) is None


def test_hiding_twice_is_hiding_once(house: House) -> None:
    with house.writing() as work:
        for code in ("jinc", "jinc", "food"):
            work.help_offers.hide(code)
        work.help_offers.show("food")
        work.help_offers.show("nothing")

    with house.reading() as work:
        assert work.help_offers.hidden() == {"jinc"}
