"""An installation with people in it, and the mails that would have left."""

from datetime import date, datetime
from email.message import EmailMessage
from uuid import uuid4

from accounts.holder import AccountHolder
from accounts.relation import Relation
from accounts.role import Role
from services.mailing import Letterhead
from services.permissions import Account
from services.sessions import account_in_role
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_holder
from worker.tasks import TASKS, MailTask

LETTERHEAD = Letterhead(sender="post@plekwijzer.example", public_url="https://plekwijzer.example")


def add_person(house: House, *roles: Role, email: str | None = "noor@dewissel.example", **tie: object) -> AccountHolder:
    """Keep somebody who is something since August."""
    holder = make_holder(id=uuid4(), email=email)
    with house.writing() as work:
        work.accounts.save(holder)
        for role in roles:
            relation = Relation(id=uuid4(), account_id=holder.id, role=role, from_on=date(2026, 8, 1), **tie)  # type: ignore[arg-type]
            work.accounts.save_relation(relation)
    return holder


def acting(house: House, holder: AccountHolder, role: Role, *, now: datetime = NOW) -> Account:
    """Give the account as it acts in a role."""
    with house.reading() as work:
        return account_in_role(work, account_id=holder.id, role=role, now=now)


def mails(house: House, *, now: datetime = NOW) -> list[EmailMessage]:
    """Write every mail that waits, as the worker would, and give those that leave."""
    written = []
    with house.writing() as work:
        for deferred in work.outbox.claim(now=now, until=now, limit=100):
            task = TASKS[deferred.task]
            if isinstance(task, MailTask):
                mail = task.write(work, now=now, letterhead=LETTERHEAD, **deferred.arguments)
                written += [mail] if mail is not None else []
            work.outbox.finish(deferred.id, now=now)
    return written


def path_in(mail: EmailMessage) -> str:
    """Give the path of the link in a mail."""
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return next(
        word.removeprefix(LETTERHEAD.public_url) for word in text.split() if word.startswith(LETTERHEAD.public_url)
    )


def token_of(path: str) -> str:
    return path.rpartition("/")[2]
