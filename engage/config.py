"""Settings: read once from the environment (prefix ENGAGE_), each with a default that works out of the box."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a deployment can set. Every field is documented in docs/settings.md; a test holds the two together."""

    model_config = SettingsConfigDict(env_prefix="ENGAGE_")

    data_dir: Path = Path("var")
    database_url: str = ""
    secret_key: str = ""
    https: bool = False
    proxies: int = Field(default=0, ge=0, le=5)
    base_url: str = ""
    mail_url: str = ""
    mail_folder: Path | None = None
    mail_from: str = ""
    jobs_url: str = ""
    scheduler: str = ""
    jobs_immediate: bool = False
    read_meaning: bool = True
    testing: bool = False

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        """A link in a letter must lead here whatever the browser that asked for it said this site is called."""
        if self.mail_url and not (self.mail_from and self.base_url):
            raise ValueError("ENGAGE_MAIL_URL needs ENGAGE_MAIL_FROM and ENGAGE_BASE_URL beside it")
        if self.mail_url and not self.mail_url.startswith(("smtp://", "smtps://")):
            raise ValueError("ENGAGE_MAIL_URL must start with smtp:// or smtps://")
        return self

    @model_validator(mode="after")
    def _scheduler_can_be_used(self) -> Self:
        if self.scheduler and self.scheduler != "local" and not self.scheduler.startswith(("tls://", "tcp://")):
            raise ValueError("ENGAGE_SCHEDULER must be local, or start with tls:// or tcp://")
        return self

    def flask(self) -> dict[str, object]:
        """The settings in the names Flask and its extensions use. Makes the data folder and, where none is
        given, a secret key kept in it."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        return {
            "SECRET_KEY": self.secret_key or self._kept_secret(),
            "SQLALCHEMY_DATABASE_URI": self.database_url or f"sqlite:///{self.data_dir.resolve()}/engage.sqlite",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "REMEMBER_COOKIE_SECURE": self.https,
            "WTF_CSRF_TIME_LIMIT": None,  # a page left open over lunch must still be accepted
            "WTF_CSRF_SSL_STRICT": False,  # a school's filter may strip the Referer; the token is what counts
            "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,
            "TESTING": self.testing,
            "ENGAGE": self,
        }

    def _kept_secret(self) -> str:
        path = self.data_dir / "secret_key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text()
