import ssl

import aiohttp
import httpx
import requests


def call(url, ca):
    # ruleid: tls-verification-off
    requests.get(url, verify=False, timeout=5)
    # ruleid: tls-verification-off
    client = httpx.AsyncClient(verify=False)
    # ruleid: tls-verification-off
    bucket = boto3.client("s3", verify=False)
    # ok: tls-verification-off
    requests.get(url, verify=ca, timeout=5)
    # ok: tls-verification-off
    requests.get(url, verify=True)
    # ok: tls-verification-off
    form.clean(data, verify=False)
    # ok: tls-verification-off
    jwt.decode(token, verify=False)


def session():
    session = requests.Session()
    # ruleid: tls-verification-off
    session.verify = False
    # ok: tls-verification-off
    session.verify = "/etc/ssl/internal.pem"
    # ok: tls-verification-off
    upload.verify = False


def contexts():
    context = ssl.create_default_context()
    # ruleid: tls-verification-off
    context.check_hostname = False
    # ruleid: tls-verification-off
    context.verify_mode = ssl.CERT_NONE
    # ok: tls-verification-off
    context.verify_mode = ssl.CERT_REQUIRED
    # ruleid: tls-verification-off
    return aiohttp.TCPConnector(ssl=False)


def more(context, url, ca):
    # ok: tls-verification-off
    context.check_hostname = True
    # ok: tls-verification-off
    requests.get(url, verify=settings.VERIFY)
    # ok: tls-verification-off
    return aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=ca))
