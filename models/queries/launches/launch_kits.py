"""The launch kit of a case: its versions, who approved the last one, and what it can still do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.case import FoundingCase, StageRecord
from models.document import Document
from models.launch_kit import LaunchKit, LaunchKitApproval, LaunchKitVersion, LaunchQuote
from models.network import NeighbourhoodNetwork
from models.rules.launch_kit import PIECES, changed_facts, filled
from models.rules.launch_kit_texts import standard_texts, texts_in
from models.rules.procedure import Stage

OPEN_STAGES = (Stage.LAUNCH.value, Stage.EVALUATION.value)  # a kit can still leave after the launch was decided


@dataclass(frozen=True)
class KitPage:
    """Everything about a kit. `texts`: of the last version, or the `standard` words in the language of the case;
    `facts`: as they are now; `changed`: which of them matter and are no longer those of the last version."""

    kit: LaunchKit
    versions: Sequence[LaunchKitVersion]
    approvals: Mapping[str, LaunchKitApproval]
    texts: Mapping[str, str]
    standard: Mapping[str, str]
    facts: Mapping[str, str]
    changed: Sequence[str]
    documents: Sequence[Document]
    quotes: Sequence[LaunchQuote]
    is_open: bool

    @property
    def version(self) -> int:
        """The number of the last version; 0: nobody changed or planned anything yet."""
        return self.versions[0].version if self.versions else 0

    @property
    def own(self) -> frozenset[str]:
        """The pieces with other words than the standard ones."""
        return frozenset(code for code in PIECES if self.texts[code] != self.standard[code])

    def numbered(self, number: int) -> LaunchKitVersion | None:
        """One version."""
        return next((one for one in self.versions if one.version == number), None)


def kit_round(session: Session, case: FoundingCase) -> int:
    """Which launch is meant: the last one of the case; 0 before there was any."""
    launches = select(func.max(StageRecord.round)).where(
        StageRecord.case_id == case.id, StageRecord.stage == Stage.LAUNCH.value
    )
    return session.scalar(launches) or 0


def kit_of(session: Session, case: FoundingCase) -> LaunchKit:
    """The kit of the last launch; one that is not kept yet where nobody began it."""
    round_ = kit_round(session, case)
    found = session.scalars(
        select(LaunchKit).where(LaunchKit.case_id == case.id, LaunchKit.round == round_)
    ).one_or_none()
    return found or LaunchKit(case_id=case.id, round=round_, press=[])


def versions_of(session: Session, kit: LaunchKit) -> Sequence[LaunchKitVersion]:
    """All versions, the newest first."""
    return session.scalars(
        select(LaunchKitVersion).where(LaunchKitVersion.kit_id == kit.id).order_by(LaunchKitVersion.version.desc())
    ).all()


def last_kit_version(session: Session, kit: LaunchKit) -> LaunchKitVersion | None:
    """The version that counts; None before anybody wrote or planned something."""
    return session.scalars(
        select(LaunchKitVersion)
        .where(LaunchKitVersion.kit_id == kit.id)
        .order_by(LaunchKitVersion.version.desc())
        .limit(1)
    ).one_or_none()


def kit_approvals(session: Session, version_id: int) -> dict[str, LaunchKitApproval]:
    """Per party its approval of one version."""
    found = session.scalars(select(LaunchKitApproval).where(LaunchKitApproval.version_id == version_id))
    return {one.party: one for one in found}


def quotes_of(session: Session, kit: LaunchKit) -> Sequence[LaunchQuote]:
    """What was asked and given for this kit, the newest first; not what was taken back."""
    if kit not in session:
        return ()
    return session.scalars(
        select(LaunchQuote)
        .where(LaunchQuote.kit_id == kit.id, LaunchQuote.state != "withdrawn")
        .order_by(LaunchQuote.id.desc())
    ).all()


def is_open(session: Session, case: FoundingCase, kit: LaunchKit) -> bool:
    """Whether the kit can still be edited, approved and planned."""
    return case.stage in OPEN_STAGES and case.ended_at is None and kit.round > 0 and kit.sent_at is None


@dataclass(frozen=True)
class DueKit:
    """A kit whose moment has come. `stage`: of its case; a kit that is held is looked at again when the case moves."""

    kit_id: int
    case_id: int
    version: int
    stage: str


def due_kits(session: Session, at: datetime) -> list[DueKit]:
    """The approved kits whose moment has come and that were not sent."""
    rows = session.execute(
        select(LaunchKit.id, LaunchKit.case_id, func.max(LaunchKitVersion.version), FoundingCase.stage)
        .join(LaunchKitVersion, LaunchKitVersion.kit_id == LaunchKit.id)
        .join(FoundingCase, FoundingCase.id == LaunchKit.case_id)
        .where(LaunchKit.approved_at.is_not(None), LaunchKit.sent_at.is_(None), LaunchKit.send_at <= at,
               FoundingCase.ended_at.is_(None), FoundingCase.stage.in_(OPEN_STAGES))
        .group_by(LaunchKit.id, LaunchKit.case_id, FoundingCase.stage)
        .order_by(LaunchKit.id)
    )  # fmt: skip
    return [DueKit(*row) for row in rows]


def is_due(case: FoundingCase, kit: LaunchKit, at: datetime) -> bool:
    """Whether this kit leaves now."""
    is_planned = kit.send_at is not None and kit.send_at <= at and kit.approved_at is not None and kit.sent_at is None
    return is_planned and case.ended_at is None and case.stage in OPEN_STAGES


@dataclass(frozen=True)
class PublicArticle:
    """What everybody reads about the launch of a network, from the moment that its kit was sent."""

    title: str
    paragraphs: tuple[str, ...]
    since: datetime


def public_article(session: Session, slug: str) -> PublicArticle | None:
    """The article of the last kit of a network that was sent; None: there is none."""
    found = session.execute(
        select(LaunchKit, LaunchKitVersion)
        .join(LaunchKitVersion, LaunchKitVersion.kit_id == LaunchKit.id)
        .join(NeighbourhoodNetwork, NeighbourhoodNetwork.case_id == LaunchKit.case_id)
        .where(NeighbourhoodNetwork.slug == slug, LaunchKit.sent_at.is_not(None))
        .order_by(LaunchKit.round.desc(), LaunchKitVersion.version.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    kit, version = found
    assert kit.sent_at is not None
    first, *others = filled(version.texts["web_article"], version.facts)
    title, _, rest = first.partition("\n")
    return PublicArticle(title, (*([rest] if rest else []), *others), kit.sent_at)


def read_kit(session: Session, case: FoundingCase, facts: Mapping[str, str]) -> KitPage:
    """Everything about the kit of a case. `facts`: as they are now."""
    kit = kit_of(session, case)
    versions = versions_of(session, kit) if kit in session else ()
    last = versions[0] if versions else None
    standard = standard_texts(case.document_language)
    return KitPage(
        kit=kit,
        versions=versions,
        approvals=kit_approvals(session, last.id) if last else {},
        texts=_shown(case, kit, last),
        standard=standard,
        facts=last.facts if last and kit.sent_at else facts,
        changed=changed_facts(last.facts, facts) if last and kit.sent_at is None else (),
        documents=_documents(session, case, kit, last) if last and kit.approved_at else (),
        quotes=quotes_of(session, kit),
        is_open=is_open(session, case, kit),
    )


def _shown(case: FoundingCase, kit: LaunchKit, last: LaunchKitVersion | None) -> Mapping[str, str]:
    """What was sent stays as it was sent."""
    if last is not None and kit.sent_at:
        return {**standard_texts(case.document_language), **last.texts}
    return texts_in(case.document_language, last.texts if last is not None else {})


def document_version(kit: LaunchKit, version: int) -> str:
    """Under which version the documents of a kit are kept: two launches of one case each count their own."""
    return f"{kit.round}.{version}"


def _documents(session: Session, case: FoundingCase, kit: LaunchKit, last: LaunchKitVersion) -> Sequence[Document]:
    return session.scalars(
        select(Document)
        .where(Document.case_id == case.id, Document.kind.in_(KIT_DOCUMENTS),
               Document.version == document_version(kit, last.version))
        .order_by(Document.id)
    ).all()  # fmt: skip


# The kinds of documents of a kit (models.rules.notices).
KIT_DOCUMENTS = ("paper_news", "press_release", "launch_leaflet", "launch_poster", "web_article", "short_texts")
