"""What the doctor found, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from reviewer.domain.diagnosis import Examined, is_healthy
from reviewer.render.foreign import visible
from reviewer.render.json_text import json_text


def to_text(examined: Sequence[Examined]) -> str:
    """One line for each thing, and below it what to do; what GitHub says in it is foreign."""
    width = max(len(one.subject) for one in examined)
    lines: list[str] = []
    for one in examined:
        lines.append(f"{one.standing:<8} {one.subject:<{width}}  {visible(one.says)}")
        if one.advice:
            lines.append(f"{'':<8} {'':<{width}}  -> {visible(one.advice)}")
    return "\n".join([*lines, "", _sum(examined)]) + "\n"


def to_json(examined: Sequence[Examined]) -> str:
    """{"version": 1, "healthy": bool, "examined": [{"subject", "standing", "says", "advice"}]}."""
    content = {"version": 1, "healthy": is_healthy(examined), "examined": [asdict(one) for one in examined]}
    return json_text(content) + "\n"


def _sum(examined: Sequence[Examined]) -> str:
    failed = sum(one.standing == "failed" for one in examined)
    warned = sum(one.standing == "warning" for one in examined)
    if failed:
        return f"{failed} failed, {warned} to look at."
    return f"Nothing failed, {warned} to look at." if warned else "All is well."
