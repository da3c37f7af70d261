"""What the running service takes: time to acknowledge, requests to GitHub, time to take over, memory.

    ./dev bench server acknowledgement [--rate 50] [--seconds 20] [--installations 25]
    ./dev bench server requests [--files 100]
    ./dev bench server takeover [--times 5]
    ./dev bench server soak [--minutes 10] [--rate 5] [--installations 50]

Against a fake GitHub with real git repositories, on loopback only. Without a name: the first three.
"""

from __future__ import annotations

import argparse

from benchmarks.served import acknowledgement, requests, soak, takeover


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="./dev bench server", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("name", nargs="?", choices=["acknowledgement", "requests", "takeover", "soak"])
    parser.add_argument("--rate", type=float, help="deliveries, or reviews, a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--installations", type=int)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--times", type=int, default=5)
    chosen = parser.parse_args()
    if chosen.name in {None, "acknowledgement"}:
        options = acknowledgement.Options(chosen.rate or 50.0, chosen.seconds, chosen.installations or 25)
        acknowledgement.run(options)
    if chosen.name in {None, "requests"}:
        requests.run(chosen.files)
    if chosen.name in {None, "takeover"}:
        takeover.run(chosen.times)
    if chosen.name == "soak":
        soak.run(soak.Options(chosen.minutes, chosen.rate or 5.0, chosen.installations or 50))


if __name__ == "__main__":
    main()
