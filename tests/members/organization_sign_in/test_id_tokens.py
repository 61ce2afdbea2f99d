"""What is believed of an identity provider, and what is not."""

import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from members.organization_sign_in.id_tokens import Untrustworthy, read

ISSUER, CLIENT = "https://login.lakeviewhealth.org", "portal"
OURS = rsa.generate_private_key(public_exponent=65537, key_size=2048)
THEIRS = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLIC = RSAAlgorithm.to_jwk(OURS.public_key(), as_dict=True) | {"kid": "one", "alg": "RS256", "use": "sig"}
KEYS = {"keys": [PUBLIC]}


def token(key: Any = OURS, *, kid: str | None = "one", algorithm: str = "RS256", **claims: Any) -> str:
    said = {"iss": ISSUER, "aud": CLIENT, "sub": "1", "iat": time.time(), "exp": time.time() + 60} | claims
    said = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(said, key, algorithm=algorithm, headers={"kid": kid} if kid else {})


def test_what_the_provider_signed_for_us_is_believed() -> None:
    assert read(token(nonce="n"), keys=KEYS, issuer=ISSUER, client_id=CLIENT)["nonce"] == "n"


@pytest.mark.parametrize(
    "forged",
    [
        token(THEIRS),
        token(THEIRS, kid="two"),
        token(kid=None),
        token("", algorithm="none"),
        token(str(PUBLIC["n"]).ljust(64, "x"), algorithm="HS256"),
        token(iss="https://login.example.org"),
        token(iss=None),
        token(aud="another"),
        token(aud=None),
        token(aud=[CLIENT, "another"], azp="another"),
        token(exp=time.time() - 120),
        token(exp=None),
        token(iat=time.time() + 600),
        token(sub=None),
        token()[:-4] + "AAAA",
        "",
        "a.b.c",
        "x" * 10_000,
    ],
    ids=(
        "signature key no-kid none hmac issuer no-issuer audience no-audience party expired endless early nobody "
        "changed empty dots long"
    ).split(),
)
def test_anything_else_is_not(forged: str) -> None:
    with pytest.raises(Untrustworthy):
        read(forged, keys=KEYS, issuer=ISSUER, client_id=CLIENT)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{}]}, {"keys": "x"}, [], None, "x"])
def test_nonsense_for_keys_is_believed_in_nothing(keys: Any) -> None:
    with pytest.raises(Untrustworthy):
        read(token(), keys=keys, issuer=ISSUER, client_id=CLIENT)
