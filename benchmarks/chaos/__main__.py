"""`./dev chaos`: what is lost when processes die at random moments. On loopback only, and it ends by itself.

    ./dev chaos kills [--rounds 300] [--seed 1]       kill -9 of the service
    ./dev chaos outages [--stops 20] [--seed 1]       immediate stops of its PostgreSQL under load

Exit status 1 if anything was lost, doubled, left unfinished or answered too late.
"""

from __future__ import annotations

import argparse
import signal
import sys

from benchmarks.chaos import kills, outages


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="./dev chaos", description=(__doc__ or "").partition("\n")[0])
    kinds = parser.add_subparsers(dest="kind", required=True)
    deaths = kinds.add_parser("kills", help="kill -9 of the service at random moments")
    deaths.add_argument("--rounds", type=int, default=300)
    stopped = kinds.add_parser("outages", help="immediate stops of its PostgreSQL under load")
    stopped.add_argument("--stops", type=int, default=20)
    for kind in (deaths, stopped):
        kind.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, _leave)
    kills_it = chosen.kind == "kills"
    fine = kills.run(chosen.rounds, chosen.seed) if kills_it else outages.run(chosen.stops, chosen.seed)
    return 0 if fine else 1


def _leave(order: int, frame: object) -> None:
    """As an exception, so that what was started is still ended."""
    del order, frame
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
