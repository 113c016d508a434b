"""The training path for who coaches on the floor: what is done, and the certificate of the whole."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import segno

from employer_toolkit.training import Answered, TrainingModule, has_earned, look_at
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference.training_path import load_modules
from services.typesetting import typeset
from services.unit_of_work import UnitOfWork
from services.wording import day_text
from storage.training import Certificate

CERTIFICATE_PATH = "/certificaat/"
CODE_BYTES = 20
"""Of chance in a code: nobody finds one by trying, and it can be typed over from paper."""
TEMPLATE = Path(__file__).with_name("certificate.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingView:
    """The path as somebody has come along it.

    Parameters
    ----------
    modules : tuple of (TrainingModule, str)
        Each with the day on which it was done; empty while it is not.
    next_code : str
        The first that is not done; empty when all are.
    certificate_path : str
        Where anybody sees that the certificate is real; empty while there is none.
    """

    modules: tuple[tuple[TrainingModule, str], ...]
    n_done: int
    next_code: str
    certificate_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """What anybody may know who has the code."""

    name: str
    given_text: str
    modules: tuple[str, ...]


def my_training(work: UnitOfWork, *, by: Account) -> TrainingView:
    """Give how far somebody has come."""
    require(by, Act.FOLLOW_TRAINING, None)
    account_id, modules = found(by.id), load_modules()
    done = work.training.done_by(account_id)
    held = work.training.certificate_of(account_id)
    return TrainingView(
        modules=tuple(
            (module, day_text(local_day(done[code])) if code in done else "") for code, module in modules.items()
        ),
        n_done=sum(code in done for code in modules),
        next_code=next((code for code in modules if code not in done), ""),
        certificate_path="" if held is None else CERTIFICATE_PATH + held.code,
    )


def training_module(code: str) -> TrainingModule:
    """Give one module; raise ``NotFoundError`` when there is none."""
    return found(load_modules().get(code))


def answer_module(work: UnitOfWork, *, by: Account, code: str, answers: Mapping[int, int], now: datetime) -> Answered:
    """Look the answers over; when all are right the module is done, and with the last one the certificate is there.

    Raises
    ------
    NotFoundError
        There is no such module.
    """
    require(by, Act.FOLLOW_TRAINING, None)
    account_id = found(by.id)
    answered = look_at(training_module(code), answers)
    if answered.is_done:
        work.training.note_done(account_id=account_id, module=code, at=now)
        has_all = has_earned(load_modules(), work.training.done_by(account_id))
        if has_all and work.training.certificate_of(account_id) is None:
            given = Certificate(code=secrets.token_hex(CODE_BYTES), account_id=account_id, name=by.name, given_at=now)
            work.training.add_certificate(given)
    return answered


def certificate_pdf(work: UnitOfWork, *, by: Account, address: str) -> bytes:
    """Give the own certificate as a PDF, with a picture of the address at which it can be checked.

    Parameters
    ----------
    address : str
        Of this installation, as others reach it.

    Raises
    ------
    NotFoundError
        There is no certificate yet.
    """
    require(by, Act.FOLLOW_TRAINING, None)
    held = work.training.certificate_of(found(by.id))
    if held is None:
        raise NotFoundError("not found")
    here = f"{address}{CERTIFICATE_PATH}{held.code}"
    view = _view(held)
    return typeset(
        {
            "title": f"Certificaat leerpad praktijkopleider: {view.name}",
            "name": view.name,
            "given": view.given_text,
            "modules": list(view.modules),
            "address": here,
            "qr": _qr(here),
        },
        template=TEMPLATE,
    )


def check_certificate(work: UnitOfWork, *, code: str) -> CertificateView | None:
    """Say what a code stands for; ``None`` when nothing, or not any more."""
    held = work.training.certificate(code)
    return None if held is None else _view(held)


def _view(held: Certificate) -> CertificateView:
    return CertificateView(
        name=held.name,
        given_text=day_text(local_day(held.given_at)),
        modules=tuple(module.title for module in load_modules().values()),
    )


def _qr(text: str) -> str:
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=2, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
