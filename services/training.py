"""The training paths, for who coaches on the floor and for who helps a younger student, and their certificates."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import segno

from accounts.role import Role
from employer_toolkit.training import Answered, TrainingModule, TrainingPath, has_earned, look_at
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference.training_path import modules_of
from services.typesetting import typeset
from services.unit_of_work import UnitOfWork
from services.wording import day_text
from storage.training import Certificate

CERTIFICATE_PATH = "/certificaat/"
CODE_BYTES = 20
"""Of chance in a code: nobody finds one by trying, and it can be typed over from paper."""
FOR_WHOM: Mapping[TrainingPath, str] = MappingProxyType(
    {TrainingPath.TRAINER: "praktijkopleiders", TrainingPath.PEER: "junior praktijkopleiders"}
)
TEMPLATE = Path(__file__).with_name("certificate.typ")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingView:
    """The path as somebody has come along it.

    Parameters
    ----------
    for_whom : str
        Whom the path is for, in Dutch.
    modules : tuple of (TrainingModule, str)
        Each with the day on which it was done; empty while it is not.
    next_code : str
        The first that is not done; empty when all are.
    certificate_path : str
        Where anybody sees that the certificate is real; empty while there is none.
    """

    for_whom: str
    modules: tuple[tuple[TrainingModule, str], ...]
    n_done: int
    next_code: str
    certificate_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """What anybody may know who has the code."""

    name: str
    given_text: str
    for_whom: str
    modules: tuple[str, ...]


def my_training(work: UnitOfWork, *, by: Account) -> TrainingView:
    """Give how far somebody has come."""
    require(by, Act.FOLLOW_TRAINING, None)
    path = _path_of(by)
    account_id, modules = found(by.id), modules_of(path)
    done = work.training.done_by(account_id)
    held = work.training.certificate_of(account_id)
    return TrainingView(
        for_whom=FOR_WHOM[path],
        modules=tuple(
            (module, day_text(local_day(done[code])) if code in done else "") for code, module in modules.items()
        ),
        n_done=sum(code in done for code in modules),
        next_code=next((code for code in modules if code not in done), ""),
        certificate_path=CERTIFICATE_PATH + held.code if held and _path_behind(work, account_id) is path else "",
    )


def training_module(code: str, *, by: Account) -> TrainingModule:
    """Give one module of somebody's path; raise ``NotFoundError`` when there is none."""
    return found(modules_of(_path_of(by)).get(code))


def answer_module(work: UnitOfWork, *, by: Account, code: str, answers: Mapping[int, int], now: datetime) -> Answered:
    """Look the answers over; when all are right the module is done, and with the last one the certificate is there.

    Raises
    ------
    NotFoundError
        There is no such module.
    """
    require(by, Act.FOLLOW_TRAINING, None)
    account_id = found(by.id)
    answered = look_at(training_module(code, by=by), answers)
    if answered.is_done:
        work.training.note_done(account_id=account_id, module=code, at=now)
        has_all = has_earned(modules_of(_path_of(by)), work.training.done_by(account_id))
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
    view = _view(work, held)
    return typeset(
        {
            "title": f"Certificaat leerpad voor {view.for_whom}: {view.name}",
            "name": view.name,
            "given": view.given_text,
            "for_whom": view.for_whom,
            "modules": list(view.modules),
            "address": here,
            "qr": _qr(here),
        },
        template=TEMPLATE,
    )


def check_certificate(work: UnitOfWork, *, code: str) -> CertificateView | None:
    """Say what a code stands for; ``None`` when nothing, or not any more."""
    held = work.training.certificate(code)
    return None if held is None else _view(work, held)


def _path_of(by: Account) -> TrainingPath:
    """Say which path is somebody's: who helps a younger student has one of their own."""
    return TrainingPath.PEER if by.role in (Role.STUDENT, Role.PEER) else TrainingPath.TRAINER


def _path_behind(work: UnitOfWork, account_id: UUID) -> TrainingPath:
    """Say which path a certificate is of; who has done that of praktijkopleiders has the one that asks more."""
    done = work.training.done_by(account_id)
    is_peer = has_earned(modules_of(TrainingPath.PEER), done)
    is_trainer = has_earned(modules_of(TrainingPath.TRAINER), done)
    return TrainingPath.PEER if is_peer and not is_trainer else TrainingPath.TRAINER


def _view(work: UnitOfWork, held: Certificate) -> CertificateView:
    path = _path_behind(work, held.account_id)
    return CertificateView(
        name=held.name,
        given_text=day_text(local_day(held.given_at)),
        for_whom=FOR_WHOM[path],
        modules=tuple(module.title for module in modules_of(path).values()),
    )


def _qr(text: str) -> str:
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=2, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
