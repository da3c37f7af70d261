import random
import secrets


def issue(user):
    # ruleid: weak-randomness
    token = random.randint(1, 10**9)
    # ruleid: weak-randomness
    user.reset_token = random.getrandbits(64)
    # ok: weak-randomness
    secret = secrets.token_urlsafe()
    # ok: weak-randomness
    jitter = random.random()
    # ok: weak-randomness
    colour = random.choice(["a", "b"])
    return token, secret, jitter, colour
