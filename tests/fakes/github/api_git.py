"""Git data: contents, blobs and trees of a commit."""

from __future__ import annotations

import base64
import posixpath

from starlette.responses import Response

from tests.fakes.github.answers import ApiError, answer, not_found
from tests.fakes.github.doors import Call, Needs
from tests.fakes.github.state import Json, Repository
from tests.fakes.github.trees import TreeItem, tree_of

_NEEDS = Needs("contents")
_INLINE_BYTES = 1_000_000
_LARGEST = 100_000_000
_DIRECTORY_CAP = 1000
_TREE_CAP = 100_000
_LINKS_FOLLOWED = 10


def contents(call: Call) -> Response:
    """A file, a directory or a submodule; symbolic links are followed without a word."""
    repo = call.repository(_NEEDS)
    commit = repo.git.find(f"{call.request.query_params.get('ref', repo.default_branch)}^{{commit}}")
    if commit is None:
        raise ApiError(404, f"No commit found for the ref {call.request.query_params.get('ref')}")
    tree = tree_of(repo.git, commit)
    item = _follow(repo, tree, call.path("path").strip("/"))
    if item is None:
        raise not_found()
    if item.kind == "tree":
        inside = [one for one in tree.values() if posixpath.dirname(one.path) == item.path]
        return answer([_shape(one) for one in inside[:_DIRECTORY_CAP]])
    if item.kind == "commit":
        return answer({**_shape(item), "type": "submodule"})
    return _file(call, repo, item)


def _file(call: Call, repo: Repository, item: TreeItem) -> Response:
    data = _blob(repo, item.oid)
    if len(data) > _LARGEST:
        raise ApiError(403, "This API returns blobs up to 100 MB in size.")
    if "raw" in call.request.headers.get("accept", ""):
        return Response(data, media_type="application/octet-stream")
    small = len(data) <= _INLINE_BYTES
    content = base64.encodebytes(data).decode() if small else ""
    return answer({**_shape(item), "content": content, "encoding": "base64" if small else "none"})


def _follow(repo: Repository, tree: dict[str, TreeItem], path: str) -> TreeItem | None:
    for _ in range(_LINKS_FOLLOWED):
        item = tree.get(path)
        if item is None or item.mode != "120000":
            return item
        target = _blob(repo, item.oid).decode()
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return None


def _blob(repo: Repository, oid: str) -> bytes:
    found = repo.git.object(oid)
    if found is None or found[0] != "blob":
        raise not_found()
    return found[1]


def _shape(item: TreeItem) -> Json:
    kind = {"blob": "file", "tree": "dir", "commit": "file"}[item.kind]
    return {
        "type": "symlink" if item.mode == "120000" else kind,
        "name": posixpath.basename(item.path),
        "path": item.path,
        "sha": item.oid,
        "size": item.size or 0,
    }


def blob(call: Call) -> Response:
    """Base64 in JSON, or the bytes themselves with the raw media type."""
    data = _blob(call.repository(_NEEDS), call.path("sha"))
    if len(data) > _LARGEST:
        raise ApiError(403, "This API returns blobs up to 100 MB in size.")
    if "raw" in call.request.headers.get("accept", ""):
        return Response(data, media_type="application/vnd.github.raw+json; charset=utf-8")
    content = base64.encodebytes(data).decode()
    return answer({"sha": call.path("sha"), "size": len(data), "encoding": "base64", "content": content})


def tree(call: Call) -> Response:
    """One level, or everything if `recursive` is given, whatever its value."""
    repo = call.repository(_NEEDS)
    oid = repo.git.find(f"{call.path('sha')}^{{tree}}")
    if oid is None:
        raise not_found()
    everything = "recursive" in call.request.query_params
    items = [one for one in tree_of(repo.git, oid).values() if everything or "/" not in one.path]
    shown = [_tree_shape(one) for one in items[:_TREE_CAP]]
    return answer({"sha": oid, "tree": shown, "truncated": len(items) > _TREE_CAP})


def _tree_shape(item: TreeItem) -> Json:
    shape: Json = {"path": item.path, "mode": item.mode, "type": item.kind, "sha": item.oid}
    return shape if item.size is None else {**shape, "size": item.size}
