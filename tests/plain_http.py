"""What the clients of tests trust: all they talk to is on this machine and speaks without TLS."""

import ssl
from typing import Final

NO_CERTIFICATES: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""As `verify`: trusts nobody, and a client does not first load the world's certificates, which takes 20 ms."""
