"""Eight browsers use one link or one invitation at the same moment: one gets in, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from accounts.errors import LinkRefusedError
from accounts.role import Role
from services.attempts import Attempt, TooManyAttemptsError, count_attempt, limit_of
from services.errors import found
from services.invitations import Wanted, accept, invite
from services.login import Way, ask_link, enter, enter_with_link
from services.sessions import hashed
from services.unit_of_work import ConflictError, House
from tests.demo_doors import NOW
from tests.services.people_who_enter import acting, add_person, mails, path_in, token_of

N_CLIENTS = 8
N_ROUNDS = 5
EMAIL = "noor@dewissel.example"


def at_once(migrated_url: str, act: Callable[[House], object]) -> int:
    """Let every client act at the same moment, each with connections of its own; give how many succeeded."""
    barrier = Barrier(N_CLIENTS)

    def client(_: int) -> bool:
        house = House.open(migrated_url)
        try:
            barrier.wait(timeout=30)
            act(house)
        except (LinkRefusedError, ConflictError, TooManyAttemptsError):
            return False
        finally:
            house.close()
        return True

    with ThreadPoolExecutor(N_CLIENTS) as pool:
        return sum(pool.map(client, range(N_CLIENTS)))


def fresh_link(house: House) -> str:
    with house.writing() as work:
        work.attempts._transaction.connection.exec_driver_sql("DELETE FROM attempts")
        ask_link(work, email=EMAIL, network="", now=NOW)
    (mail,) = mails(house)
    return token_of(path_in(mail))


def test_link_lets_one_of_many_in(migrated_url: str) -> None:
    house = House.open(migrated_url)
    holder = add_person(house, Role.JOBHUNTER)
    for round_ in range(1, N_ROUNDS + 1):
        token = fresh_link(house)

        def use(own: House, token: str = token) -> None:
            with own.writing() as work:
                enter_with_link(work, token=token, device="", now=NOW)

        assert at_once(migrated_url, use) == 1
        with house.reading() as work:
            assert len(work.sessions.of_account(holder.id)) == round_
    house.close()


def test_looking_before_using_would_let_several_in(migrated_url: str) -> None:
    """The same, with the look in a unit of work of its own: the test above does see what it looks for."""
    house = House.open(migrated_url)
    holder = add_person(house, Role.JOBHUNTER)
    let_in = []
    for _ in range(N_ROUNDS):
        token = fresh_link(house)
        looked = Barrier(N_CLIENTS)

        def use(own: House, token: str = token, looked: Barrier = looked) -> None:
            with own.reading() as work:
                link = work.logins.link_by_token(hashed(token))
            looked.wait(timeout=30)
            assert link is not None
            used = link.used(now=NOW)
            with own.writing() as work:
                work.logins.save_link(replace(used))
                enter(work, account_id=holder.id, way=Way.LINK, device="", now=NOW)

        let_in.append(at_once(migrated_url, use))
    house.close()

    assert max(let_in) > 1


def test_invitation_is_taken_up_by_one_of_many(migrated_url: str) -> None:
    house = House.open(migrated_url)
    by = acting(house, add_person(house, Role.ADMINISTRATOR), Role.ADMINISTRATOR)
    for n in range(N_ROUNDS):
        with house.writing() as work:
            invite(work, by=by, wanted=Wanted(email=f"daan{n}@dewissel.example", role=Role.JOBHUNTER), now=NOW)
        (mail,) = mails(house)
        token = token_of(path_in(mail))

        def take_up(own: House, token: str = token) -> None:
            with own.writing() as work:
                accept(work, token=token, name="Daan", device="", now=NOW)

        assert at_once(migrated_url, take_up) == 1
    with house.reading() as work:
        assert len(work.accounts.all()) == 1 + N_ROUNDS
    house.close()


def test_attempts_of_many_at_once_are_all_counted(migrated_url: str) -> None:
    bound = found(limit_of(Attempt.LINK, "address", now=NOW)).count

    def try_it(own: House) -> None:
        with own.writing() as work:
            count_attempt(work, Attempt.LINK, address=EMAIL, network="192.0.2.1", now=NOW)

    assert at_once(migrated_url, try_it) == bound
