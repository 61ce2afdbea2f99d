"""What an identity provider says of a person, believed only as it is signed (OpenID Connect Core 1.0, 3.1.3.7)."""

from typing import Any

import jwt

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]  # all with public keys
NEEDED = ["iss", "sub", "aud", "exp", "iat"]
LEEWAY = 60  # seconds by which the provider's clock may be off


class Untrustworthy(Exception):
    """The token is not what the provider would sign for us."""


def read(token: str, *, keys: Any, issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of an ID token. `keys` is the provider's JWK set.

    Raises Untrustworthy unless one of these keys signed it, for us, in the name of the issuer, and it has not expired.
    """
    try:
        wanted = jwt.get_unverified_header(token).get("kid")
        key = next(key for key in jwt.PyJWKSet.from_dict(keys).keys if key.key_id == wanted)
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
    except StopIteration as error:
        raise Untrustworthy("No key of the provider signed this.") from error
    except (jwt.PyJWTError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise Untrustworthy(str(error)) from error
    if claims.get("azp", client_id) != client_id:
        raise Untrustworthy("The token was made for another party.")
    return claims
