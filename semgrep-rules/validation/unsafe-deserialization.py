import pickle

import yaml


def settings(stream):
    # ruleid: unsafe-deserialization
    return yaml.load(stream)


def full(stream):
    # ruleid: unsafe-deserialization
    return yaml.load(stream, Loader=yaml.FullLoader)


def cart(request):
    # ruleid: unsafe-deserialization
    return pickle.loads(base64.b64decode(request.COOKIES["cart"]))


def body(self):
    # ruleid: unsafe-deserialization
    return pickle.loads(self.request.body)


def safe(stream):
    # ok: unsafe-deserialization
    return yaml.safe_load(stream)


def with_loader(stream):
    # ok: unsafe-deserialization
    return yaml.load(stream, Loader=yaml.SafeLoader)


def by_position(stream):
    # ok: unsafe-deserialization
    return yaml.load(stream, yaml.SafeLoader)


def our_cache(cache, key):
    # ok: unsafe-deserialization
    return pickle.loads(cache.get(key))


def parsed(request):
    # ok: unsafe-deserialization
    return json.loads(request.body)
