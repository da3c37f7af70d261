"""How often somebody may ask: throttles, quotas, plan limits (family RL)."""

from __future__ import annotations

from checks.classification.python.clue import EXITS, Clue
from checks.classification.python.fact import Form
from checks.kit import Area

_LIMIT = r"throttl\w+|rate ?limit\w*|rate limiter|limiter|quotas?|too many requests|api rate|ratelimit\w*"

CLUES = (
    Clue(
        Area.RATE_LIMITS, "rate limit", (Form.DECORATOR, Form.BASE, Form.CLASS_ATTRIBUTE, Form.SCOPE), 0.9, says=_LIMIT
    ),
    Clue(Area.RATE_LIMITS, "rate limit", (Form.ENTRY,), 0.85, target=_LIMIT),
    Clue(
        Area.RATE_LIMITS,
        "rate limit",
        (Form.ARGUMENT, Form.ENTRY, Form.SETTING),
        0.8,
        named=_LIMIT,
        unless=r"error|retry|handler|exception",
    ),
    Clue(Area.RATE_LIMITS, "rate limit", (Form.ARGUMENT,), 0.8, inside=rf"(?:{_LIMIT})\b[^<]* < decorator"),
    Clue(
        Area.RATE_LIMITS,
        "rate limit",
        (Form.CALL,),
        0.75,
        says=_LIMIT + "|token bucket|leaky bucket",
        unless=r"error|logger|exception|retry",
    ),
    Clue(
        Area.RATE_LIMITS,
        "rate limit",
        (Form.ARGUMENT,),
        0.75,
        inside=r"^[^<]*\b(?:token bucket|leaky bucket|rate ?limit\w*|limiter|throttle)\b",
        unless=r"error|logger|exception|retry",
    ),
    Clue(
        Area.RATE_LIMITS,
        "rate limit",
        (Form.CONDITION,),
        0.8,
        says=_LIMIT + r"|limit exceeded|(?:exceeds|exceeded|over) (?:\w+ )?limit|(?:check|has|get) (?:\w+ )?limits?",
        exits=EXITS,
        unless=r"error|exception|status code|isinstance",
    ),
    Clue(
        Area.RATE_LIMITS,
        "rate limit",
        (Form.RAISE, Form.RETURN),
        0.75,
        says=r"throttled|too many requests|429|quota exceeded(?: \w+)?|rate limited",
    ),
)
