"""One act in its surroundings: who is asked, what is kept, and how the check run then stands."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from checks.kit import Area
from reviewer.domain.delivery import DeliveryId, PullRequestKey
from reviewer.domain.errors import Superseded
from reviewer.domain.policy import Policy
from reviewer.domain.signoff.decide import Rules, Wish, sign
from reviewer.domain.signoff.people import Account, Signer
from reviewer.domain.signoff.policy import bypass_teams, requirement
from reviewer.domain.signoff.records import Ledger
from reviewer.domain.signoff.requirement import Requirement
from reviewer.domain.signoff.shown import NewRecords, ShownReview
from reviewer.domain.signoff.state import Signing
from reviewer.domain.signoff.surroundings import Surroundings
from reviewer.jobs.deliveries import KeptDelivery
from reviewer.jobs.heads import Claim
from reviewer.jobs.review_job import Tools
from reviewer.jobs.signing import makers_seen_through, settled, settlement, settling

_CLICK: Final = "check_run"
_CLICKS: Final = UUID("6f0f1d9a-6f0c-4f0e-9d3b-0b6a5f3f2f11")
"""A name space of our own."""


class Scene(Struct, frozen=True):
    """What an act is worked off with.

    Attributes:
        around: the pull request as it is now.
        policy: at the tip of the base, now; `config_ok` whether the file that it comes from is right.
        claim: confirmed before each write.
    """

    kept: KeptDelivery
    tools: Tools
    around: Surroundings
    policy: Policy
    config_ok: bool
    claim: Claim

    @property
    def pull_request(self) -> PullRequestKey:
        """The pull request that the act is about."""
        return self.kept.delivery.pull_request

    async def ledger(self) -> Ledger:
        """Everything that is recorded up to now."""
        return await self.tools.sign_offs.ledger(self.pull_request)

    async def sign(self, account: Account, wish: Wish, shown: ShownReview) -> NewRecords:
        """What a wish to sign adds, by the rules and the standing of this moment; kept when it returns."""
        requirements = self._requirements(shown)
        if not requirements:  # most approvals: nothing is asked, so nobody is asked about either
            return NewRecords()
        teams = frozenset[str]().union(*(one.teams for one in requirements.values()))
        standing = await self.tools.people.standing(self.pull_request, account, teams)
        makers = await makers_seen_through(self.tools.people, self.pull_request, self.around.makers, [account])
        rules = Rules(requirements, makers, self.policy.sign_off.allow_author)
        new = sign(Signer(account, standing), wish, shown, rules)
        await self.keep(new)
        return new

    async def bypasser(self, account: Account) -> Signer:
        """The account with its standing, as far as it decides who may let a change pass."""
        teams = bypass_teams(self.policy, self.around.owner)
        return Signer(account, await self.tools.people.standing(self.pull_request, account, teams))

    async def keep(self, new: NewRecords) -> None:
        """Keep what the act adds."""
        await self.tools.sign_offs.record(self._known_as, self.pull_request, new)

    async def show(self) -> Signing | None:
        """Settle the present head anew and complete its check run with it.

        Returns:
            what is settled; None while the present head is not reviewed, or is about to be reviewed again: that
            review will settle it.
        """
        shown = await self.tools.sign_offs.shown_at(self.pull_request, self.around.head_sha)
        if shown is None or not self.around.is_open:
            return None
        basis = replace(shown.basis, config_ok=shown.basis.config_ok and self.config_ok)
        review = settling(self.around, self.policy, shown.report, basis, shown.review_id)
        ledger = await self.ledger()
        report, signing = await settled(self.tools.people, self.pull_request, review, ledger, shown.report)
        if not signing.areas and signing.bypass is None:
            return signing  # sign-offs say nothing at this head: its check run stays as it is
        try:
            await self.tools.host.publish_settled(self.pull_request, shown, report, signing, self.claim.confirm)
        except Superseded:
            return None
        await self.tools.sign_offs.note_settled(
            self.kept.delivery.id, self.pull_request, shown.head_sha, settlement(review, report, signing)
        )
        return signing

    @property
    def _known_as(self) -> DeliveryId:
        """By which the records know their delivery.

        A click is nowhere to be read again at GitHub, and the GUID is not signed: whoever caught a delivery could
        send it once more under a new one, after the sign-off was revoked. What was signed is the body, which shows the
        check run as it was, and that is another one after each sign-off.
        """
        delivery = self.kept.delivery
        if delivery.event != _CLICK:
            return delivery.id
        return DeliveryId(uuid5(_CLICKS, sha256(delivery.body).hexdigest()))

    def _requirements(self, shown: ShownReview) -> Mapping[Area, Requirement]:
        around, policy = self.around, self.policy
        return {it.area: requirement(it, policy, around.owners, around.owner) for it in shown.report.boundaries}
