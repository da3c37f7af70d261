"""What was seen in a blob is not asked for again, and nothing else is taken for it."""

from pathlib import Path

from msgspec.structs import replace

from checks.kit import Source
from reviewer.analysis.blobs import Blob, blob_of
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.cache import CacheKey, RecentResults
from reviewer.analysis.semgrep.engine import Engine, find_engine
from reviewer.analysis.semgrep.match import Scanned
from reviewer.analysis.semgrep.rule_set import our_rules, rule_set
from reviewer.analysis.semgrep.scan import Limits, scan

TEXT = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n"
RULES = our_rules()


def blob(path: str, text: str = TEXT) -> Blob:
    return blob_of(Source(path, text.encode()))


def gone(engine: Engine) -> Engine:
    """The same engine by name, which cannot be started."""
    return Engine(Path("/nonexistent"), engine.version)


def test_a_second_scan_starts_no_engine() -> None:
    cache, engine = RecentResults(), find_engine()
    first = scan([blob("a.js")], RULES, engine, cache, Limits(Deadline(60.0)))
    again = scan([blob("b.js")], RULES, gone(engine), cache, Limits(Deadline(60.0)))
    assert [len(scanned.matches) for scanned in (*first.values(), *again.values())] == [1, 1]


def test_the_same_bytes_under_another_path_are_known_where_the_same_rules_are_for_it() -> None:
    cache, engine = RecentResults(), find_engine()
    text = "DEBUG = True\n"
    paths = ("a/settings.py", "b/settings.py", "b/settings_dev.py")
    scan([blob(paths[0], text)], our_rules(), engine, cache, Limits(Deadline(60.0)))
    known = [
        next(iter(scan([blob(path, text)], our_rules(), gone(engine), cache, Limits(Deadline(60.0))).values()))
        for path in paths
    ]
    assert [(seen.problem, len(seen.matches)) for seen in known] == [(None, 1), (None, 1), (None, 0)]


def test_a_rule_that_is_not_needed_changes_nothing_that_is_known() -> None:
    cache, engine = RecentResults(), find_engine()
    scan([blob("a.js")], RULES, engine, cache, Limits(Deadline(60.0)))
    needed = RULES.needed_by(blob("a.js"))
    fewer = rule_set(rule for rule in RULES.rules.values() if rule.id in needed)
    (seen,) = scan([blob("a.js")], fewer, gone(engine), cache, Limits(Deadline(60.0))).values()
    assert (seen.problem, len(seen.matches)) == (None, 1)


def test_the_same_bytes_as_another_language_are_asked_for() -> None:
    cache, engine = RecentResults(), find_engine()
    scan([blob("a.js")], RULES, engine, cache, Limits(Deadline(60.0)))
    (other,) = scan([blob("a.ts")], RULES, gone(engine), cache, Limits(Deadline(60.0))).values()
    assert other.problem is not None


def test_another_version_or_other_rules_are_asked_for() -> None:
    cache, engine = RecentResults(), find_engine()
    scan([blob("a.js")], RULES, engine, cache, Limits(Deadline(60.0)))
    newer = Engine(Path("/nonexistent"), "9.9.9")
    needed = RULES.needed_by(blob("a.js"))
    known = next(rule for rule in RULES.rules.values() if rule.id in needed)
    others = [rule for rule in RULES.rules.values() if rule is not known]
    edited = rule_set([*others, replace(known, definition={**known.definition, "severity": "INFO"})])
    for rules, program in ((RULES, newer), (edited, gone(engine))):
        (seen,) = scan([blob("a.js")], rules, program, cache, Limits(Deadline(60.0))).values()
        assert seen.problem is not None


def test_what_was_not_looked_at_is_tried_again() -> None:
    cache, engine = RecentResults(), find_engine()
    (failed,) = scan([blob("a.js")], RULES, gone(engine), cache, Limits(Deadline(60.0))).values()
    (seen,) = scan([blob("a.js")], RULES, engine, cache, Limits(Deadline(60.0))).values()
    assert (failed.problem is None, seen.problem) == (False, None)


def test_the_result_not_used_for_longest_is_forgotten() -> None:
    cache = RecentResults(size=2)
    one, two, three = (CacheKey("e", "r", name, "js") for name in ("1", "2", "3"))
    cache.put(one, Scanned(()))
    cache.put(two, Scanned((), "two"))
    assert cache.get(one) is not None
    cache.put(three, Scanned(()))
    assert (cache.get(one), cache.get(two), cache.get(three)) == (Scanned(()), None, Scanned(()))
