"""Whoever lies about who comes back gets nobody in; and the same visit without the lie gets somebody in."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey

from accounts.role import Role
from services.login import Entered
from services.permissions import ANONYMOUS, Account
from services.school_login.errors import LoginRefusedError, ProviderAwayError, UnknownPersonError
from services.school_login.fetching import MOST_BYTES
from services.school_login.metadata import Memory
from services.school_login.visits import VISIT_LASTS
from tests.demo_doors import NOW
from tests.factories import make_holder
from tests.services.school_login.conftest import Visits
from tests.services.school_login.forger import SECRET, WRONG_KEY, Answer, Forger, Lies

REFUSED = (LoginRefusedError, ProviderAwayError)
SECONDS = int(NOW.timestamp())


def says(**claims: Any) -> Lies:
    """The token says something else; what is ``None`` it does not say."""
    return Lies(claims=lambda right: {n: v for n, v in {**right, **claims}.items() if v is not None})


def token(forge: Callable[[Forger, dict[str, Any]], str]) -> Lies:
    return Lies(token=forge)


def on(path: str, **changes: Any) -> Lies:
    """Something else goes over the wire at one address."""
    return Lies(wire=lambda asked, answer: replace(answer, **changes) if asked == path else answer)


def cut(forger: Forger, claims: dict[str, Any]) -> str:
    """Another person in the token, under the signature of the right one."""
    header, _, signature = forger.sign(claims).split(".")
    return ".".join((header, forger.sign({**claims, "sub": "person-2"}).split(".")[1], signature))


TOKENS: Mapping[str, Lies] = {
    "issuer is another": says(iss="https://elders.example"),
    "issuer is missing": says(iss=None),
    "issuer is a list with the right one": Lies(claims=lambda c: {**c, "iss": [c["iss"]]}),
    "audience is another": says(aud="somebody else"),
    "audience is missing": says(aud=None),
    "audiences are several, without authorised party": says(aud=["plekwijzer", "somebody else"]),
    "audiences are several, authorised party is ours": says(aud=["plekwijzer", "somebody else"], azp="plekwijzer"),
    "authorised party is another": says(azp="somebody else"),
    "nonce is another": says(nonce="another"),
    "nonce is missing": says(nonce=None),
    "nonce is a list with the right one": Lies(claims=lambda c: {**c, "nonce": [c["nonce"], "another"]}),
    "it has expired": says(exp=SECONDS - 61),
    "it never expires": says(exp=None),
    "it expires at no number": says(exp="later"),
    "it expires at not a number": says(exp=float("nan")),
    "it was made in the future": says(iat=SECONDS + 61),
    "it was made before the visit": says(iat=SECONDS - 61),
    "it does not say when it was made": says(iat=None),
    "it is not valid yet": says(nbf=SECONDS + 61),
    "person is missing": says(sub=None),
    "person is empty": says(sub=""),
    "person is a number": says(sub=1),
    "person is too long": says(sub="x" * 256),
    "hash of the access token is another": says(at_hash="another"),
    "algorithm is none": token(lambda forger, claims: forger.unsigned(claims)),
    "algorithm is None with a capital": token(lambda forger, claims: forger.unsigned(claims, alg="None")),
    "signed with the public key as a secret": token(lambda forger, claims: forger.signed_with_public_key(claims)),
    "signed with the secret of our client": token(
        lambda forger, claims: forger.sign(claims, key=OctKey.import_key(SECRET), alg="HS256")
    ),
    "signed with another key of the same name": token(lambda forger, claims: forger.sign(claims, key=WRONG_KEY)),
    "signed with a key nobody knows": token(lambda forger, claims: forger.sign(claims, key=WRONG_KEY, kid="wrong")),
    "key comes along in the header": token(
        lambda forger, claims: forger.sign(claims, key=WRONG_KEY, kid="wrong", jwk=WRONG_KEY.as_dict(private=False))
    ),
    "something critical is not understood": token(
        lambda forger, claims: forger.sign(claims).replace(
            forger.sign(claims).split(".")[0], forger.unsigned({}, alg="RS256", crit=["x"], x=1).split(".")[0]
        )
    ),
    "person was changed under the signature": token(cut),
    "it is no token": token(lambda forger, claims: "not a token"),
    "it is a number": Lies(tokens=lambda tokens: {**tokens, "id_token": 1}),
    "there is none": Lies(tokens=lambda tokens: {**tokens, "id_token": None}),
}
ANSWERS: Mapping[str, Lies] = {
    "another person in the claims": Lies(userinfo=lambda told: {**told, "sub": "person-2"}),
    "nobody in the claims": Lies(userinfo=lambda told: {n: v for n, v in told.items() if n != "sub"}),
    "claims are signed and not JSON": on("/userinfo", kind="application/jwt"),
    "claims are a list": on("/userinfo", body=b'["person-1"]'),
    "claims cannot be read": on("/userinfo", body=b'{"sub": "person-1"'),
    "claims are nested without end": on("/userinfo", body=b'{"sub": ' + b"[" * 100_000),
    "claims are too long": on("/userinfo", body=b'{"sub": "person-1", "x": "' + b"x" * MOST_BYTES + b'"}'),
    "claims are packed": on("/userinfo", headers={"Content-Encoding": "gzip"}),
    "claims come by a detour": on("/userinfo", status=302, headers={"Location": "/userinfo"}),
    "tokens come by a detour": on("/token", status=307, headers={"Location": "/token"}),
    "keys come by a detour": on("/keys", status=301, headers={"Location": "/keys"}),
    "metadata come by a detour": on("/.well-known/openid-configuration", status=302, headers={"Location": "/keys"}),
    "access token is missing": Lies(tokens=lambda tokens: {**tokens, "access_token": None}),
    "access token is not for bearers": Lies(tokens=lambda tokens: {**tokens, "token_type": "mac"}),
    "provider names another issuer": Lies(metadata=lambda said: {**said, "issuer": "https://elders.example"}),
    "provider names no issuer": Lies(metadata=lambda said: {n: v for n, v in said.items() if n != "issuer"}),
    "tokens are elsewhere": Lies(metadata=lambda said: {**said, "token_endpoint": "http://127.0.0.2/token"}),
    "keys are elsewhere": Lies(metadata=lambda said: {**said, "jwks_uri": "https://elders.example/keys"}),
    "keys are in a file": Lies(metadata=lambda said: {**said, "jwks_uri": "file:///etc/passwd"}),
    "claims are elsewhere behind a name": Lies(
        metadata=lambda said: {**said, "userinfo_endpoint": "http://127.0.0.1@elders.example/userinfo"}
    ),
    "provider cannot check the proof": Lies(
        metadata=lambda said: {**said, "code_challenge_methods_supported": ["plain"]}
    ),
    "keys hold a shared secret alone": Lies(keys=lambda keys: [{"kty": "oct", "k": "c2VjcmV0", "kid": "right"}]),
    "keys are none": Lies(keys=lambda keys: []),
    "keys are no keys": Lies(keys=lambda keys: [{"kty": "RSA", "kid": "right"}]),
}
RETURNS: Mapping[str, Lies] = {
    "state is another": Lies(back=lambda back: {**back, "state": "another"}),
    "state is missing": Lies(back=lambda back: {n: v for n, v in back.items() if n != "state"}),
    "issuer of the answer is another": Lies(back=lambda back: {**back, "iss": "https://elders.example"}),
    "issuer of the answer is missing though promised": Lies(
        back=lambda back: {n: v for n, v in back.items() if n != "iss"}
    ),
    "code is missing": Lies(back=lambda back: {**back, "code": ""}),
    "code is made up": Lies(back=lambda back: {**back, "code": "made up"}),
    "provider says no": Lies(back=lambda back: {**back, "error": "access_denied"}),
}
FORGED = {**TOKENS, **ANSWERS, **RETURNS}


@pytest.mark.parametrize("lies", FORGED.values(), ids=FORGED.keys())
def test_forged_visit_lets_nobody_in(visits: Visits, lies: Lies) -> None:
    visits.good.lies = lies

    with pytest.raises(REFUSED) as refused:
        visits.whole()

    assert visits.n_sessions() == 0
    assert visits.good.broken == []
    if lies in TOKENS.values():
        assert "token" in str(refused.value)


def test_same_visit_without_a_lie_lets_somebody_in(visits: Visits) -> None:
    """Otherwise all of the above would be refused for another reason than the lie."""
    entered = visits.whole()

    assert isinstance(entered, Entered)
    assert entered.role is Role.PLACEMENT_COORDINATOR
    assert visits.n_sessions() == 1


def test_forged_visits_are_many() -> None:
    assert len(FORGED) > 60


def test_answer_comes_back_once(visits: Visits) -> None:
    answer = visits.good.visited(visits.begin())
    visits.end(answer)

    with pytest.raises(LoginRefusedError, match="no such visit"):
        visits.end(answer)

    assert visits.n_sessions() == 1


def test_code_that_was_used_lets_nobody_in_a_second_time(visits: Visits) -> None:
    used = visits.good.visited(visits.begin())
    visits.end(used)
    fresh = visits.good.visited(visits.begin())

    with pytest.raises(LoginRefusedError, match="400"):
        visits.end({**fresh, "code": used["code"]})


def test_code_of_another_visit_is_refused_by_the_proof(visits: Visits) -> None:
    """Somebody slips the code of a victim into the own visit: the verifier of the own visit does not fit it."""
    of_victim = visits.good.visited(visits.begin(browser="victim"))
    own = visits.good.visited(visits.begin(browser="thief"))

    with pytest.raises(LoginRefusedError, match="400"):
        visits.end({**own, "code": of_victim["code"]}, browser="thief")


def test_answer_opens_nothing_in_another_browser(visits: Visits) -> None:
    answer = visits.good.visited(visits.begin())

    with pytest.raises(LoginRefusedError, match="another browser"):
        visits.end(answer, browser="another")
    with pytest.raises(LoginRefusedError, match="no such visit"):
        visits.end(answer)


def test_browser_without_a_mark_gets_nowhere(visits: Visits) -> None:
    with pytest.raises(LoginRefusedError, match="another browser"):
        visits.end(visits.good.visited(visits.begin(browser="")), browser="")


def test_answer_of_one_provider_is_not_taken_for_that_of_another(visits: Visits) -> None:
    """Mix-up (RFC 9207, 1): somebody who means to go to one provider is led past another."""
    answer = visits.other.visited(visits.begin(key="other"))
    asked_before = len(visits.good.asked)

    with pytest.raises(LoginRefusedError, match="another provider"):
        visits.end(answer, key="good")

    assert visits.good.asked[asked_before:] == []


def test_code_is_never_sent_to_a_provider_that_did_not_give_it(visits: Visits) -> None:
    back = visits.begin(key="good")
    answer = {**visits.good.visited(back), "iss": visits.other.issuer}

    with pytest.raises(LoginRefusedError, match="another issuer"):
        visits.end(answer)

    assert [path for path, _ in (*visits.good.asked, *visits.other.asked) if path == "/token"] == []


def test_token_of_another_provider_with_the_same_person_is_refused(visits: Visits) -> None:
    visits.good.lies = Lies(claims=lambda claims: {**claims, "iss": visits.other.issuer})

    with pytest.raises(LoginRefusedError):
        visits.whole()


def test_visit_ends_after_ten_minutes(visits: Visits) -> None:
    answer = visits.good.visited(visits.begin())

    with pytest.raises(LoginRefusedError, match="too late"):
        visits.end(answer, now=NOW + VISIT_LASTS)


def test_address_of_mail_opens_no_account(visits: Visits) -> None:
    """Whoever can have any address at a provider would otherwise take over the account with that address."""
    holder = make_holder(email="somebody@dewissel.example")
    with visits.house.writing() as work:
        work.accounts.save(holder)
    visits.good.told.update(email=holder.email, email_verified=True, affiliation="student")

    with pytest.raises(UnknownPersonError):
        visits.whole()

    assert visits.n_sessions() == 0
    with visits.house.reading() as work:
        assert work.logins.identities_of(holder.id) == ()


def test_same_person_number_at_another_provider_is_somebody_else(visits: Visits) -> None:
    first = visits.whole()
    second = visits.end(visits.other.visited(visits.begin(key="other")), key="other")

    assert first is not None
    assert second is not None
    assert first.account_id != second.account_id


def test_same_person_comes_back_to_the_same_account(visits: Visits) -> None:
    first, second = visits.whole(), visits.whole()

    assert first is not None
    assert second is not None
    assert first.account_id == second.account_id
    assert first.secret != second.secret


def account(visits: Visits, **changes: Any) -> Account:
    holder = make_holder(**changes)
    with visits.house.writing() as work:
        work.accounts.save(holder)
    return Account(role=Role.ADMINISTRATOR, id=holder.id)


def test_school_account_is_added_to_the_own_account(visits: Visits) -> None:
    by = account(visits)

    assert visits.end(visits.good.visited(visits.begin(by=by)), by=by) is None

    with visits.house.reading() as work:
        (identity,) = work.logins.identities_of(by.id)  # type: ignore[arg-type]  # it was just made
    assert (identity.issuer, identity.subject) == (visits.good.issuer, "person-1")


def test_school_account_of_somebody_else_cannot_be_added(visits: Visits) -> None:
    visits.whole()
    by = account(visits)

    with pytest.raises(LoginRefusedError, match="somebody else's"):
        visits.end(visits.good.visited(visits.begin(by=by)), by=by)


@pytest.mark.parametrize("is_nobody", [True, False])
def test_school_account_is_not_added_when_another_has_entered_meanwhile(visits: Visits, is_nobody: bool) -> None:
    by = account(visits)
    answer = visits.good.visited(visits.begin(by=by))

    with pytest.raises(LoginRefusedError, match="another account"):
        visits.end(answer, by=ANONYMOUS if is_nobody else account(visits))


def test_provider_that_is_away_is_told_apart_from_a_lie(visits: Visits) -> None:
    visits.good.lies = on("/.well-known/openid-configuration", status=500)

    with pytest.raises(ProviderAwayError, match="500"):
        visits.begin()


def test_provider_that_was_away_is_left_alone_for_a_moment(visits: Visits) -> None:
    """Whoever comes in the meantime hears it at once, and does not wait for an answer that does not come."""
    visits.good.lies = on("/.well-known/openid-configuration", status=500)
    memory = visits.logins.memory("good")

    for later in (0, 1, 29, 30):
        with pytest.raises(ProviderAwayError):
            memory.metadata(now=NOW + timedelta(seconds=later))

    assert len(visits.good.asked) == 2
    visits.good.lies = Lies()
    assert memory.metadata(now=NOW + timedelta(seconds=61)).names_itself


def test_new_key_of_a_provider_is_looked_up_once_a_minute(visits: Visits) -> None:
    memory: Memory = visits.logins.memory("good")

    memory.keys(now=NOW, kid="right")
    memory.keys(now=NOW, kid="unknown")
    memory.keys(now=NOW + timedelta(seconds=61), kid="unknown")
    memory.keys(now=NOW + timedelta(seconds=62), kid="unknown")

    assert [path for path, _ in visits.good.asked].count("/keys") == 2


def test_what_the_provider_gets_holds_no_secret_of_a_person(visits: Visits) -> None:
    visits.whole()

    fields = next(fields for path, fields in visits.good.asked if path == "/token")
    assert sorted(fields) == ["code", "code_verifier", "grant_type", "redirect_uri"]
    assert fields["redirect_uri"] == "https://plekwijzer.example/inloggen/school/good/terug"


def test_answer_that_is_json_and_right_is_read(visits: Visits) -> None:
    visits.good.lies = Lies(wire=lambda path, answer: Answer(json.dumps(json.loads(answer.body)).encode()))

    assert visits.whole() is not None
