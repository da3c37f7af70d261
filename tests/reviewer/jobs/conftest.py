"""Jobs run against a real database and a fake GitHub."""

from tests.desk import desk
from tests.shops import fake_server, host, shop, tools
from tests.workshops import workshop

__all__ = ["desk", "fake_server", "host", "shop", "tools", "workshop"]
