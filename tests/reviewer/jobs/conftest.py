"""Jobs run against a real database and a fake GitHub."""

from tests.shops import fake_server, host, shop, tools
from tests.workshops import workshop

__all__ = ["fake_server", "host", "shop", "tools", "workshop"]
