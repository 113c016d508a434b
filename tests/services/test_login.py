"""Entering by a link or a password: once, in time, and in the same way for an address that nobody has."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from accounts.errors import LinkRefusedError
from accounts.login_link import LINK_LASTS
from accounts.role import Role
from services import passwords
from services.attempts import Attempt, TooManyAttemptsError, count_attempt, limit_of
from services.errors import NotFoundError, found
from services.login import LINK_PATH, WAITED_FOR, ask_link, enter_with_link, enter_with_password, is_usable_link
from services.own_account import (
    FRESH,
    NewPassword,
    OldPasswordError,
    WeakPasswordError,
    choose_password,
    end_other_sessions,
    end_own_session,
    own_account,
    switch_role,
)
from services.permissions import ANONYMOUS
from services.sessions import account_of_session, begin_session
from services.unit_of_work import House
from tests.databases import queries_counted
from tests.demo_doors import NOW
from tests.services.people_who_enter import acting, add_person, mails, path_in, token_of

EMAIL, UNKNOWN = "noor@dewissel.example", "nobody@dewissel.example"
GOOD, BETTER = "paard wolk schroef", "trein boterham lamp"


def link(house: House, *, email: str = EMAIL) -> str:
    with house.writing() as work:
        ask_link(work, email=email, network="", now=NOW)
    (mail,) = mails(house)
    return token_of(path_in(mail))


def test_link_of_a_mail_lets_its_owner_in_once(house: House) -> None:
    holder = add_person(house, Role.JOBHUNTER)
    token = link(house)

    with house.writing() as work:
        entered = enter_with_link(work, token=token, device="Firefox op Linux", now=NOW)

    assert (entered.account_id, entered.role) == (holder.id, Role.JOBHUNTER)
    with house.writing() as work, pytest.raises(LinkRefusedError):
        enter_with_link(work, token=token, device="", now=NOW)


def test_entering_stands_in_the_audit_trail(house: House) -> None:
    holder = add_person(house, Role.JOBHUNTER)
    token = link(house)
    with house.writing() as work:
        enter_with_link(work, token=token, device="", now=NOW)

    with house.reading() as work:
        asked = "SELECT act, role, reason, account_id FROM audit"
        ((act, role, reason, account_id),) = work._transaction.connection.exec_driver_sql(asked).all()
    assert (act, role, reason) == ("enter", "jobhunter", "link")
    assert str(account_id).replace("-", "") == holder.id.hex


def test_looking_at_a_link_uses_nothing_up(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    token = link(house)

    with house.reading() as work:
        seen = [is_usable_link(work, token=token, now=NOW) for _ in range(3)]

    assert seen == [True, True, True]


def test_link_is_worth_nothing_after_a_quarter_of_an_hour(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    token = link(house)

    with house.writing() as work, pytest.raises(LinkRefusedError):
        enter_with_link(work, token=token, device="", now=NOW + LINK_LASTS)


def test_database_holds_neither_the_secret_of_a_link_nor_the_address(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    token = link(house)

    with house.reading() as work:
        rows = work._transaction.connection.exec_driver_sql("SELECT * FROM login_links").all()
    assert len(rows) == 1
    assert token not in str(rows)
    assert EMAIL not in str(rows)


@pytest.mark.parametrize("kind", ["unknown", "closed", "without a role"])
def test_nobody_gets_a_mail_who_cannot_enter(house: House, kind: str) -> None:
    holder = add_person(house, *([] if kind == "without a role" else [Role.JOBHUNTER]))
    with house.writing() as work:
        if kind == "closed":
            work.accounts.save(holder.closed(now=NOW))
        ask_link(work, email=UNKNOWN if kind == "unknown" else EMAIL, network="", now=NOW)

    assert mails(house) == []
    with house.reading() as work:
        assert work._transaction.connection.exec_driver_sql("SELECT * FROM login_links").all() == []


def test_asking_does_the_same_for_an_address_that_nobody_has(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    done = []
    for email in (EMAIL, UNKNOWN):
        with queries_counted() as statements, house.writing() as work:
            ask_link(work, email=email, network="192.0.2.1", now=NOW)
        done.append(statements)

    assert done[0] == done[1]
    assert not [text for text in done[0] if "accounts" in text]


def test_mail_that_could_not_leave_for_an_hour_is_not_sent(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    with house.writing() as work:
        ask_link(work, email=EMAIL, network="", now=NOW)

    assert mails(house, now=NOW + WAITED_FOR + timedelta(seconds=1)) == []


def test_mail_says_where_it_leads_and_whom_it_is_for_and_nothing_else(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    with house.writing() as work:
        ask_link(work, email=EMAIL, network="", now=NOW)
    (mail,) = mails(house)

    assert path_in(mail).startswith(LINK_PATH)
    assert mail["To"] == EMAIL
    assert "Noor" not in mail["Subject"]


# -- Passwords ---------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash as always, with less work: what is asked here is who gets in."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


def enter(house: House, password: str, *, email: str = EMAIL) -> bool:
    entered = enter_with_password(house, email=email, password=password, network="", device="", now=NOW)
    return entered is not None


def choose(house: House, new: str, *, old: str = "", after: timedelta = timedelta(0)) -> str:
    with house.writing() as work:
        holder = work.accounts.by_email(EMAIL)
        assert holder is not None
        secret = begin_session(work, account_id=holder.id, role=Role.JOBHUNTER, now=NOW)
    by = acting(house, holder, Role.JOBHUNTER)
    choose_password(house, by=by, secret=secret, chosen=NewPassword(new=new, old=old), now=NOW + after)
    return secret


def test_password_that_was_chosen_lets_in_and_another_does_not(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    choose(house, GOOD)

    assert enter(house, GOOD)
    assert not enter(house, BETTER)
    assert not enter(house, GOOD, email=UNKNOWN)
    assert not enter(house, "")


def test_account_without_a_password_cannot_be_entered_by_one(house: House) -> None:
    add_person(house, Role.JOBHUNTER)

    assert not enter(house, "")
    assert not enter(house, "00000000000000000000000000000000")


def test_unknown_address_has_its_password_looked_at_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    add_person(house, Role.JOBHUNTER)
    choose(house, GOOD)
    looked_at: list[str] = []
    real = passwords.HASHER.verify

    def verify(password: str, kept: str) -> bool:
        looked_at.append(kept[:12])
        return real(password, kept)

    monkeypatch.setattr(passwords.HASHER, "verify", verify)
    enter(house, BETTER)
    enter(house, BETTER, email=UNKNOWN)

    assert len(looked_at) == 2
    assert looked_at[0] == looked_at[1]


def test_closed_account_cannot_be_entered_by_its_password(house: House) -> None:
    holder = add_person(house, Role.JOBHUNTER)
    choose(house, GOOD)
    with house.writing() as work:
        work.accounts.save(holder.closed(now=NOW))

    assert not enter(house, GOOD)


def test_new_password_puts_every_other_browser_out(house: House) -> None:
    holder = add_person(house, Role.JOBHUNTER)
    with house.writing() as work:
        elsewhere = begin_session(work, account_id=holder.id, role=Role.JOBHUNTER, now=NOW)

    here = choose(house, GOOD)

    with house.reading() as work:
        assert account_of_session(work, token=elsewhere, now=NOW) == ANONYMOUS
        assert account_of_session(work, token=here, now=NOW).id == holder.id


def test_password_is_changed_with_the_old_one_or_soon_after_entering(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    choose(house, GOOD)

    with pytest.raises(OldPasswordError):
        choose(house, BETTER, old="another password", after=FRESH)
    choose(house, BETTER, old=GOOD, after=FRESH)
    choose(house, GOOD)

    assert enter(house, GOOD)


def test_weak_password_is_not_kept(house: House) -> None:
    add_person(house, Role.JOBHUNTER)

    with pytest.raises(WeakPasswordError):
        choose(house, "welkom2026!!")
    with pytest.raises(WeakPasswordError):
        choose(house, "dewisselnoor1")

    with house.reading() as work:
        assert work._transaction.connection.exec_driver_sql("SELECT * FROM passwords").all() == []


def test_database_does_not_hold_a_password(house: House) -> None:
    add_person(house, Role.JOBHUNTER)
    choose(house, GOOD)

    with house.reading() as work:
        rows = work._transaction.connection.exec_driver_sql("SELECT * FROM passwords").all()
    assert "$argon2id$" in str(rows)
    assert GOOD not in str(rows)


# -- Sessions ----------------------------------------------------------------------------------------------------------


def test_own_sessions_are_shown_and_one_or_all_others_can_be_ended(house: House) -> None:
    holder = add_person(house, Role.JOBHUNTER)
    with house.writing() as work:
        secrets = [
            begin_session(work, account_id=holder.id, role=Role.JOBHUNTER, now=NOW, device=name) for name in "abc"
        ]
    by = acting(house, holder, Role.JOBHUNTER)

    with house.writing() as work:
        view = own_account(work, by=by, secret=secrets[0], now=NOW)
        marks = {one.device: one.mark for one in view.sessions}
        assert [one.device for one in view.sessions if one.is_this] == ["a"]
        end_own_session(work, by=by, mark=marks["b"])
        assert [account_of_session(work, token=one, now=NOW).id for one in secrets] == [holder.id, None, holder.id]
        assert end_other_sessions(work, by=by, secret=secrets[0]) == 1
        assert [account_of_session(work, token=one, now=NOW).id for one in secrets] == [holder.id, None, None]


def test_session_of_somebody_else_cannot_be_ended(house: House) -> None:
    own, other = add_person(house, Role.JOBHUNTER), add_person(house, Role.JOBHUNTER, email="daan@dewissel.example")
    with house.writing() as work:
        secret = begin_session(work, account_id=other.id, role=Role.JOBHUNTER, now=NOW)
        (kept,) = work.sessions.of_account(other.id)

    by = acting(house, own, Role.JOBHUNTER)
    with house.writing() as work, pytest.raises(NotFoundError):
        end_own_session(work, by=by, mark=kept.token_sha256[:16])

    with house.reading() as work:
        assert account_of_session(work, token=secret, now=NOW).id == other.id


def test_somebody_with_two_roles_goes_on_in_the_other_in_a_new_session(house: House) -> None:
    holder = add_person(house, Role.JOBHUNTER, Role.ADMINISTRATOR)
    with house.writing() as work:
        secret = begin_session(work, account_id=holder.id, role=Role.JOBHUNTER, now=NOW)
    by = acting(house, holder, Role.JOBHUNTER)

    with house.writing() as work:
        entered = switch_role(work, by=by, role=Role.ADMINISTRATOR, secret=secret, device="", now=NOW)

        assert account_of_session(work, token=secret, now=NOW) == ANONYMOUS
        assert account_of_session(work, token=entered.secret, now=NOW).role is Role.ADMINISTRATOR
        with pytest.raises(NotFoundError):
            switch_role(work, by=by, role=Role.TEACHER, secret=entered.secret, device="", now=NOW)


def test_session_ends_in_another_process_as_soon_as_it_is_ended(migrated_url: str) -> None:
    here, there = House.open(migrated_url), House.open(migrated_url)
    holder = add_person(here, Role.JOBHUNTER)
    with here.writing() as work:
        secret = begin_session(work, account_id=holder.id, role=Role.JOBHUNTER, now=NOW)
    with there.reading() as work:
        before = account_of_session(work, token=secret, now=NOW)

    with here.writing() as work:
        work.sessions.end_all(holder.id)

    with there.reading() as work:
        after = account_of_session(work, token=secret, now=NOW)
    here.close()
    there.close()
    assert (before.id, after) == (holder.id, ANONYMOUS)


# -- Attempts ----------------------------------------------------------------------------------------------------------


def tries(house: House, n: int, **who: str) -> int:
    """Try so often, and give how many were let pass."""
    passed = 0
    for _ in range(n):
        try:
            with house.writing() as work:
                count_attempt(work, Attempt.PASSWORD, now=NOW, **who)
            passed += 1
        except TooManyAttemptsError:
            continue
    return passed


def test_address_has_its_share_and_then_waits(house: House) -> None:
    bound = found(limit_of(Attempt.PASSWORD, "address", now=NOW))

    assert tries(house, bound.count + 3, address=EMAIL) == bound.count
    assert tries(house, 1, address=UNKNOWN) == 1
    with house.writing() as work, pytest.raises(TooManyAttemptsError) as refused:
        count_attempt(work, Attempt.PASSWORD, address=EMAIL, now=NOW + timedelta(minutes=10))
    assert refused.value.retry_after_s == 5 * 60
    with house.writing() as work:
        count_attempt(work, Attempt.PASSWORD, address=EMAIL, now=NOW + bound.within)


def test_network_has_its_share_over_all_addresses(house: House) -> None:
    bound = found(limit_of(Attempt.PASSWORD, "network", now=NOW))
    with house.writing() as work:
        work.attempts.add(_key("192.0.2.1"), amount=bound.count - 1, expires_at=NOW + bound.within, now=NOW)

    assert [tries(house, 1, address=f"{n}@dewissel.example", network="192.0.2.1") for n in range(3)] == [1, 0, 0]
    assert tries(house, 1, address=EMAIL, network="192.0.2.2") == 1


def _key(network: str) -> str:
    return sha256(f"{Attempt.PASSWORD}:{network}".encode()).hexdigest()


def test_old_counters_go_away_by_themselves(house: House) -> None:
    tries(house, 1, address=EMAIL, network="192.0.2.1")
    with house.writing() as work:
        count_attempt(work, Attempt.LINK, address=UNKNOWN, now=NOW + timedelta(hours=1))

    with house.reading() as work:
        rows = work._transaction.connection.exec_driver_sql("SELECT key FROM attempts").all()
    assert len(rows) == 1


def test_counters_name_nobody(house: House) -> None:
    tries(house, 1, address=EMAIL, network="192.0.2.1")

    with house.reading() as work:
        rows = str(work._transaction.connection.exec_driver_sql("SELECT * FROM attempts").all())
    assert EMAIL not in rows
    assert "192.0.2.1" not in rows


def test_password_is_tried_ten_times_and_then_not_looked_at(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    add_person(house, Role.JOBHUNTER)
    choose(house, GOOD)
    bound = found(limit_of(Attempt.PASSWORD, "address", now=NOW)).count
    assert [enter(house, f"{BETTER} {n}") for n in range(bound)] == [False] * bound

    monkeypatch.setattr(passwords, "is_right", lambda *_: pytest.fail("it was looked at"))
    with pytest.raises(TooManyAttemptsError):
        enter(house, GOOD)
