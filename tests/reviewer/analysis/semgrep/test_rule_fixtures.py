"""Every rule against the annotated files beside it: each line that it must find, and no other."""

from collections.abc import Mapping

import pytest

from checks.kit import Source
from checks.kit.files import language
from reviewer.analysis.blobs import Blob, blob_of
from reviewer.analysis.bounded import Deadline
from reviewer.analysis.semgrep.cache import RecentResults
from reviewer.analysis.semgrep.engine import find_engine
from reviewer.analysis.semgrep.match import Scanned
from reviewer.analysis.semgrep.rule import RuleKind, SemgrepRule
from reviewer.analysis.semgrep.rule_set import our_rules, rule_set, rules_folder
from reviewer.analysis.semgrep.scan import Limits, scan
from reviewer.analysis.semgrep.searched import Searched
from tests.reviewer.analysis.semgrep.annotated import fixtures_of, read_annotations

RULES = list(our_rules().rules.values())


def blobs_of(rule: SemgrepRule) -> list[Blob]:
    folder = rules_folder()
    return [blob_of(Source(str(file.relative_to(folder)), file.read_bytes())) for file in fixtures_of(rule.file)]


@pytest.fixture(scope="module")
def scanned() -> Mapping[Blob, Scanned]:
    blobs = [blob for rule in RULES for blob in blobs_of(rule)]
    return scan(blobs, our_rules(), find_engine(), RecentResults(), Limits(Deadline(60.0)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_exactly_the_lines_that_its_fixtures_say(
    rule: SemgrepRule, scanned: Mapping[Blob, Scanned]
) -> None:
    blobs = blobs_of(rule)
    assert blobs, "no fixture beside the rule"
    for blob in blobs:
        said = read_annotations(blob.text, rule.file.stem)
        seen = scanned[blob]
        assert (seen.problem, seen.unparsed) == (None, ())
        assert sorted({match.start_line for match in seen.matches if match.rule == rule.id}) == sorted(said.found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_a_finding_and_more_silent_lines(rule: SemgrepRule) -> None:
    said = [read_annotations(blob.text, rule.file.stem) for blob in blobs_of(rule)]
    found, silent = sum(len(it.found) for it in said), sum(len(it.silent) for it in said)
    assert found >= 1
    assert silent >= max(2, found + 1)
    assert not any(it.found & it.silent for it in said)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_something_in_every_language_that_it_claims(rule: SemgrepRule) -> None:
    """Two parsers of Semgrep read one text differently, TypeScript's and JavaScript's too."""
    found = {language(blob.path) for blob in blobs_of(rule) if read_annotations(blob.text, rule.file.stem).found}
    assert found == set(rule.languages)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_needs_stands_in_every_fixture_that_it_finds_something_in(rule: SemgrepRule) -> None:
    alone = rule_set([rule])
    assert all(alone.needed_by(blob) for blob in blobs_of(rule))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_wants_to_see_few_texts(rule: SemgrepRule) -> None:
    """The engine's parser is what a review waits for: a rule that any text could match is slow for all."""
    plain = "const total = items.map((item) => item.price).filter(Boolean);\nprint(total)\n"
    suffix = fixtures_of(rule.file)[0].suffix
    assert not rule_set([rule]).needed_by(blob_of(Source(f"a{suffix}", plain.encode())))


def test_no_fixture_stands_without_its_rule() -> None:
    rules = {rule.file.with_suffix("") for rule in RULES}
    strangers = [file for file in rules_folder().glob("*/*") if file.with_suffix("") not in rules]
    assert strangers == []


LINES_BESIDE = 3  # a decorator stands beside what it is matched by


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.guarding and rule.touches], ids=lambda rule: rule.id)
def test_what_takes_a_guard_away_touches_its_rule(rule: SemgrepRule, scanned: Mapping[Blob, Scanned]) -> None:
    """A guard that is cut out must be asked for: its lines spell one of the expressions."""
    for blob in blobs_of(rule):
        lines = blob.text.split("\n")
        for match in (it for it in scanned[blob].matches if it.rule == rule.id):
            first, last = max(match.start_line - 1 - LINES_BESIDE, 0), match.end_line
            assert Searched("\n".join(lines[first:last])).has_any(rule.touches), match.text


@pytest.mark.parametrize("language", ["javascript", "typescript", "ruby", "go", "java", "php"])
def test_every_backend_language_has_guards_and_prohibitions(language: str) -> None:
    kinds = [rule.kind for rule in RULES if language in rule.languages]
    assert kinds.count(RuleKind.GUARD) >= 20
    assert kinds.count(RuleKind.PROHIBITION) >= 10


def test_no_two_rules_have_one_title() -> None:
    titles = [rule.page.title for rule in RULES]
    assert sorted(titles) == sorted(set(titles))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_words_of_a_rule_fit_what_it_is(rule: SemgrepRule) -> None:
    assert rule.page.title
    assert rule.harm.endswith(".")
    assert not rule.says.endswith(".")
    if rule.kind is RuleKind.GUARD:
        assert rule.id.endswith("-removed")
