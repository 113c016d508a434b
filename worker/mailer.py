"""The way out for mails: one connection to the mail server of the installation for each."""

import re
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from smtplib import SMTP, SMTP_SSL, SMTPRecipientsRefused, SMTPResponseException

from services.mail_server import MailServer
from services.mailing import Letterhead, Posting
from services.settings import Settings

TIMEOUT_SECONDS = 20.0
"""Longest silence of the mail server; a whole mail takes a handful of answers, far less than a lease."""
NO_SUCH_ADDRESS = frozenset({550, 551, 553})
"""Answers that mean the address, where the server does not say more (RFC 5321, 4.2.3)."""
ABOUT_THE_ADDRESS = frozenset({"1", "2"})
"""Subjects of an enhanced status that mean the address or its mailbox (RFC 3463, 3.2 and 3.3)."""


class MailNotTakenError(Exception):
    """The mail server did not take a mail, for a reason that is not the address: try again later.

    Parameters
    ----------
    reason : str
        The code that the server gave, or what went wrong on the way; never an address or a word of the mail.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the mail server did not take the mail: {reason}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """Hands mails to a mail server.

    Parameters
    ----------
    trust : ssl.SSLContext
        Whose certificates are believed.
    """

    server: MailServer
    letterhead: Letterhead
    trust: ssl.SSLContext

    @classmethod
    def of(cls, settings: Settings) -> "Mailer | None":
        """Make the mailer of an installation; ``None`` when nothing is mailed."""
        if settings.mail_server is None:
            return None
        letterhead = Letterhead(sender=settings.mail_from, public_url=settings.public_url)
        return cls(server=settings.mail_server, letterhead=letterhead, trust=ssl.create_default_context())

    def post(self, mail: EmailMessage) -> Posting:
        """Hand over one mail.

        Raises
        ------
        MailNotTakenError
            The server does not answer, refuses for now, or refuses for a reason that is not the address.
        """
        # What smtplib raises may hold the address, and reasons are kept and logged: so none is passed on as it is.
        try:
            return self._post(mail)
        except SMTPRecipientsRefused as error:
            codes = [str(code) for code, _ in error.recipients.values()]
            raise MailNotTakenError(", ".join(codes)) from None
        except SMTPResponseException as error:
            raise MailNotTakenError(str(error.smtp_code)) from None
        except OSError as error:
            raise MailNotTakenError(type(error).__name__) from None

    def _post(self, mail: EmailMessage) -> Posting:
        connection = self._connect()
        try:
            connection.send_message(mail)
        except SMTPRecipientsRefused as error:
            if not all(_means_the_address(*answer) for answer in error.recipients.values()):
                raise
            return Posting.REFUSED
        finally:
            with suppress(OSError):  # the mail is taken or not; how they part does not change that
                connection.quit()
        return Posting.SENT

    def answers(self) -> bool:
        """Say whether the server can be reached and knows us."""
        try:
            self._connect().quit()
        except OSError:
            return False
        return True

    def _connect(self) -> SMTP:
        server = self.server
        # Said in the greeting; otherwise this machine's own name is looked up for every mail, and told to the server.
        us = self.letterhead.domain
        if server.is_encrypted_at_once:
            connection: SMTP = SMTP_SSL(server.host, server.port, us, timeout=TIMEOUT_SECONDS, context=self.trust)
        else:
            connection = SMTP(server.host, server.port, us, timeout=TIMEOUT_SECONDS)
        try:
            if not server.is_encrypted_at_once and not server.is_this_machine:
                connection.starttls(context=self.trust)
            if server.user:
                connection.login(server.user, server.password)
        except OSError:
            connection.close()
            raise
        return connection


def _means_the_address(code: int, said: bytes) -> bool:
    """Say whether a refusal is about the address for good, rather than about us or about now.

    Examples
    --------
    >>> _means_the_address(550, b"5.1.1 no such user"), _means_the_address(554, b"5.7.1 relay access denied")
    (True, False)
    """
    if not 500 <= code < 600:
        return False
    status = re.match(rb"5\.(\d{1,3})\.\d{1,3}\b", said)
    return code in NO_SUCH_ADDRESS if status is None else status[1].decode() in ABOUT_THE_ADDRESS
