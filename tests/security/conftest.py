"""Attacks on the service as a whole: against a fake GitHub, a real database, and real processes."""

from tests.desk import desk
from tests.end_to_end.conftest import data_dir, run, serve
from tests.shops import fake_server, host, shop, tools
from tests.workshops import workshop

__all__ = ["data_dir", "desk", "fake_server", "host", "run", "serve", "shop", "tools", "workshop"]
