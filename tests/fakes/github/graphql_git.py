"""Git objects as GraphQL shows them: text is cut, binary has none, modes are decimal."""

from __future__ import annotations

from collections.abc import Callable

from tests.fakes.github.api_pulls import commit_facts
from tests.fakes.github.graphql_fields import asking, connection
from tests.fakes.github.graphql_people import commit_people
from tests.fakes.github.state import Json, Repository
from tests.fakes.github.trees import TreeItem, tree_of
from tests.fakes.github.world import World


class GitViews:
    """The objects of one repository."""

    def __init__(self, repo: Repository, world: World, suites: Callable[[str, Json], Json]) -> None:
        self._repo, self._world, self._suites = repo, world, suites

    def ref(self, name: str) -> Json | None:
        full = name if name.startswith("refs/") else f"refs/heads/{name}"
        oid = self._repo.git.find(full)
        if oid is None:
            return None
        short = full.removeprefix("refs/heads/")
        return {"id": full, "name": short, "target": asking(lambda _: self.object(oid))}

    def object(self, name: str) -> Json | None:
        """By its id, or by a revision expression such as COMMIT:path; null when there is none."""
        found = self._repo.git.find(name)
        if found is None:
            return None
        stored = self._repo.git.object(found)
        if stored is None:  # a submodule's commit lives elsewhere
            return None
        kind, data = stored
        common: Json = {"id": found, "oid": found, "abbreviatedOid": found[:7]}
        if kind == "blob":
            return {**common, "__typename": "Blob", **self._blob(data)}
        if kind == "tree":
            return {**common, "__typename": "Tree", "entries": asking(lambda _: self._entries(found))}
        return {**common, "__typename": "Commit", **self._commit(found)}

    def _blob(self, data: bytes) -> Json:
        binary = b"\0" in data[:8000]
        cut = data[: self._world.truncate_text_at]
        try:
            text = cut.decode()
        except UnicodeDecodeError:
            text = cut.decode("latin-1")  # GitHub detects the encoding and converts
        return {
            "byteSize": len(data),
            "isBinary": binary,
            "isTruncated": len(data) > len(cut),
            "text": None if binary else text,
        }

    def _commit(self, sha: str) -> Json:
        return {
            "message": asking(lambda _: self._repo.git.text("show", "-s", "--format=%B", sha)),
            "file": asking(lambda asked: self._entry(tree_of(self._repo.git, sha).get(str(asked["path"])))),
            "tree": asking(lambda _: self.object(f"{sha}^{{tree}}")),
            "checkSuites": asking(lambda asked: self._suites(sha, asked)),
            **commit_people(self._world, self._repo.git, sha),
            "parents": asking(lambda asked: connection([{"oid": oid} for oid in self._parents(sha)], asked)),
        }

    def _parents(self, sha: str) -> tuple[str, ...]:
        return commit_facts(self._repo.git, sha)[4]

    def _entries(self, tree: str) -> list[Json | None]:
        items = tree_of(self._repo.git, tree).values()
        return [self._entry(item) for item in items if "/" not in item.path]

    def _entry(self, item: TreeItem | None) -> Json | None:
        if item is None:
            return None
        return {
            "mode": int(item.mode, 8),
            "name": item.path.rsplit("/", 1)[-1],
            "object": asking(lambda _: None if item.kind == "commit" else self.object(item.oid)),
            "oid": item.oid,
            "path": item.path,
            "size": item.size or 0,
            "type": item.kind,
        }
