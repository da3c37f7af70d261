import jwt
from jose import jws


def switched_off(token):
    # ruleid: jwt-not-verified
    return jwt.decode(token, verify=False)


def signature_off(token, key):
    # ruleid: jwt-not-verified
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_signature": False})


def expiry_off(token, key):
    # ruleid: jwt-not-verified
    claims = jwt.decode(
        token,
        key,
        algorithms=["HS256"],
        options={"require": ["sub"], "verify_exp": False},
    )
    return claims


def any_algorithm(token, key):
    # ruleid: jwt-not-verified
    return jwt.decode(token, key, algorithms=["HS256", "none"])


def claims_only(token):
    # ruleid: jwt-not-verified
    return jwt.get_unverified_claims(token)


def verified(token, key):
    # ok: jwt-not-verified
    return jwt.decode(token, key, algorithms=["RS256"], audience="shop")


def header_first(token, keys):
    # ok: jwt-not-verified
    header = jwt.get_unverified_header(token)
    # ok: jwt-not-verified
    return jwt.decode(token, keys[header["kid"]], algorithms=["RS256"], options={"verify_signature": True})


def other_option(token, key):
    # ok: jwt-not-verified
    return jwt.decode(token, key, algorithms=["RS256"], options={"verify_nbf": False})


def not_a_token(data):
    # ok: jwt-not-verified
    return base64.decode(data, verify=False)


def made(claims, key):
    # ok: jwt-not-verified
    return jwt.encode(claims, key, algorithm="HS256")


def from_settings(token, key):
    # ok: jwt-not-verified
    return jwt.decode(token, key, algorithms=settings.ALGORITHMS, options=settings.JWT_OPTIONS)
