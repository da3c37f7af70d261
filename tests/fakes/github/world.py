"""The whole state of the fake GitHub."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from threading import RLock

from tests.fakes.github.credentials import key_pair
from tests.fakes.github.faults import Fault
from tests.fakes.github.git import GitStore
from tests.fakes.github.people import (
    Account,
    App,
    Code,
    Installation,
    Permissions,
    Registration,
    Token,
    UserToken,
)
from tests.fakes.github.state import Repository
from tests.fakes.github.traffic import Delivery, Exchange

PERMISSIONS: Permissions = {
    "checks": "write",
    "pull_requests": "write",
    "contents": "read",
    "metadata": "read",
    "members": "read",
    "merge_queues": "read",
    "issues": "read",
}
"""What Holdfast asks for in app.yml."""


class World:
    """Accounts, apps, repositories, and everything that was ever asked or posted.

    Attributes:
        truncate_text_at: bytes after which GraphQL cuts the text of a blob (512,000 at GitHub).
        patch_lines: a file whose patch has more lines is listed without a patch.
        files_cap: where pulls/{n}/files silently stops.
        crashes: tracebacks of the fake's own bugs; a world that has one fails its test.
        root: address of the server, without a path; set when it listens.
        webhook: address and secret of the App's webhook, as its settings page would have them.
        visitor: who is signed in at GitHub in the browser that asks; `visitor_declines` what this person answers.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = RLock()
        self.ids = count(1_000_000_007)
        self.truncate_text_at = 512_000
        self.patch_lines = 20_000
        self.files_cap = 3000
        self.accounts: dict[str, Account] = {}
        self.apps: list[App] = []
        self.installations: dict[int, Installation] = {}
        self.repositories: dict[int, Repository] = {}
        self.renamed: dict[str, Repository] = {}
        self.teams: dict[tuple[str, str], dict[str, str]] = {}
        self.tokens: dict[str, Token] = {}
        self.deliveries: list[Delivery] = []
        self.exchanges: list[Exchange] = []
        self.faults: list[Fault] = []
        self.crashes: list[str] = []
        self.root = ""
        self.webhook: tuple[str, str] | None = None
        self.codes: dict[str, Code] = {}
        self.registrations: dict[str, Registration] = {}
        self.user_tokens: dict[str, UserToken] = {}
        self.visitor: Account | None = None
        self.visitor_declines = False

    def account(self, login: str, kind: str = "User") -> Account:
        if login not in self.accounts:
            self.accounts[login] = Account(next(self.ids), login, kind)
        return self.accounts[login]

    def app(self, slug: str = "holdfast", permissions: Permissions = PERMISSIONS) -> App:
        private, public = key_pair()
        bot = self.account(f"{slug}[bot]", "Bot")
        number = 100_000 + len(self.apps)
        made = App(number, slug, f"Iv23li{slug}{number}", private, public, bot, permissions)
        self.apps.append(made)
        return made

    def install(self, app: App, owner: str, permissions: Permissions | None = None) -> Installation:
        account = self.account(owner, "Organization")
        made = Installation(next(self.ids), app, account, permissions or app.permissions)
        self.installations[made.id] = made
        return made

    def repository(self, full_name: str, *, private: bool = True) -> Repository:
        """A new repository with an empty history."""
        owner, name = full_name.split("/")
        number = next(self.ids)
        store = GitStore(self.folder / f"{number}.git")
        made = Repository(number, self.account(owner, "Organization"), name, store, private)
        self.repositories[number] = made
        return made

    def rename(self, repository: Repository, name: str) -> None:
        self.renamed[repository.full_name] = repository
        repository.name = name

    def installation_for(self, repository: Repository) -> Installation | None:
        """The newest live installation that covers the repository."""
        for made in reversed(self.installations.values()):
            if made.account is repository.owner and not made.removed:
                return made
        return None

    def close(self) -> None:
        for repository in self.repositories.values():
            repository.git.close()
