"""Municipalities and police zones: whose procedure, whose officers, whose streets."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.database import Base
from models.rules.languages import REGIMES, first_complete
from models.rules.procedure_settings import effective_settings


class Authority(Base):
    """A municipality or a police zone. A zone covers several municipalities. `settings`: see procedure_settings."""

    __tablename__ = "authority"
    __table_args__ = (CheckConstraint("kind in ('municipality', 'police_zone')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    code: Mapped[str]  # three letters in front of case numbers: OOS-2026-0001
    nis_code: Mapped[str | None] = mapped_column(unique=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    postal_address: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    last_case_number: Mapped[int] = mapped_column(default=0)
    has_house_style: Mapped[bool] = mapped_column(default=False)  # so that pages of others need not look for one
    journal_length: Mapped[int] = mapped_column(default=0)
    journal_hash: Mapped[str] = mapped_column(default="")

    zone: Mapped["Authority | None"] = relationship(remote_side=[id], lazy="joined", join_depth=1)

    @property
    def language(self) -> str:
        """In which language it writes first, by the language law."""
        return self._languages()[0]

    @property
    def mail_language(self) -> str:
        """In which language its mails are: the first of its own that is translated whole."""
        return first_complete(*self._languages())

    def _languages(self) -> tuple[str, ...]:
        return REGIMES[self.language_regime]

    @property
    def language_regime(self) -> str:
        """Which of the regimes of the language law holds here (models.rules.languages.REGIMES)."""
        zone = self.zone.settings if self.zone else {}
        return effective_settings(zone, self.settings).language_regime
