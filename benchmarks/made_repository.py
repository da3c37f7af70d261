"""A git repository with a change of a chosen size, made from a fixed seed."""

from __future__ import annotations

import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SEED = 20260101
_TREE = 400  # files of the repository, whatever the size of the change
_VIEW = '''
@{decorator}
def {verb}_{noun}_{number}(request, pk):
    """{verb} one {noun}."""
    {noun} = {model}.objects.filter({tenant}=request.{tenant}, pk=pk).first()
    if {noun} is None:
        raise Http404
    if {noun}.status == "{state}":
        return HttpResponse(status=409)
    with transaction.atomic():
        locked = {model}.objects.select_for_update().get(pk={noun}.pk)
        locked.status = "{verb}"
        locked.note = request.POST.get("note", "")
        locked.save()
        Event.objects.create({noun}=locked, by=request.user)
    answer = requests.post("https://hooks.example/{noun}", json={{"pk": pk}}, timeout={number})
    answer.raise_for_status()
    return JsonResponse({{"pk": locked.pk, "status": locked.status}})
'''
_HEAD = """import requests
from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse

from shop.models import Event, Invoice, Order, Parcel
"""
_SCRIPT = """
router.{verb}("/{noun}/:id", requireUser, async (req, res) => {{
  const found = await prisma.{noun}.findFirst({{ where: {{ id: req.params.id, tenantId: req.tenantId }} }});
  if (!found) return res.status(404).end();
  await prisma.$transaction([prisma.{noun}.update({{ where: {{ id: found.id }}, data: {{ seen: {number} }} }})]);
  res.json(found);
}});
"""


@dataclass(frozen=True, slots=True)
class MadeRepository:
    """A checked-out repository of two commits; `changed` are the paths that differ."""

    folder: Path
    base: str
    head: str
    changed: tuple[str, ...]

    def read(self, commit: str, path: str) -> bytes:
        """The file at `path` in one of the two commits."""
        return _git(self.folder, "show", f"{commit}:{path}").encode()


def make_repository(folder: Path, files: int) -> MadeRepository:
    """A repository of constant size, of which `files` files change."""
    source = random.Random(_SEED)  # the same bytes on every machine
    texts = {_path(number): _text(source, number) for number in range(max(_TREE, files))}
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", "main")
    base = _commit(folder, texts)
    chosen = sorted(source.sample(sorted(texts), files))
    head = _commit(folder, {path: _edited(source, path, texts[path]) for path in chosen})
    return MadeRepository(folder, base, head, tuple(chosen))


def _path(number: int) -> str:
    return f"web/routes/part{number}.js" if number % 8 == 7 else f"shop/part{number}/views.py"


def _text(source: random.Random, number: int) -> str:
    words = {
        "decorator": source.choice(("login_required", 'permission_required("shop.change")')),
        "verb": source.choice(("close", "pay", "ship")),
        "tenant": source.choice(("workspace", "organization")),
        "state": source.choice(("closed", "paid")),
        "model": source.choice(("Order", "Invoice", "Parcel")),
    }
    count = source.randint(4, 10)
    if number % 8 == 7:
        verb = source.choice(("get", "post", "put"))
        return "".join(_SCRIPT.format(verb=verb, noun=f"item{n}", number=n) for n in range(count))
    views = (_VIEW.format(**words, noun=words["model"].lower(), number=n) for n in range(count))
    return _HEAD + "\n".join(views)


def _edited(source: random.Random, path: str, text: str) -> str:
    """One guard less in every third file, a harmless edit in the others."""
    kind = source.randrange(3)
    if path.endswith(".js"):
        return text.replace("requireUser, ", "", 1) if kind == 0 else text.replace("404", "410", 1)
    if kind == 0:
        return text.replace(".select_for_update()", "", 1)
    return text.replace('get("note", "")', 'get("note", "none")', 1)


def _commit(folder: Path, texts: dict[str, str]) -> str:
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    _git(folder, "add", "-A")
    who = ("-c", "user.name=Bench", "-c", "user.email=bench@example.invalid", "-c", "commit.gpgsign=false")
    _git(folder, *who, "commit", "-q", "--allow-empty", "-m", "Change")
    return _git(folder, "rev-parse", "HEAD").strip()


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout
