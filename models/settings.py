"""Every setting of an installation, typed and read once from the environment (names start with BINSTART_), or
from files that a vault or the service manager lays ready (names in small letters, one value per file).

What differs per municipality or police zone is not here but in the database: `models.rules.procedure_settings`.
"""

import os
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SecretsSettingsSource, SettingsConfigDict

from models.rules import connections
from models.rules.languages import OWN_NAMES, SOURCE, read_languages


def secret_folders() -> list[Path]:
    """Where secrets lie as files: those of systemd's credentials, and of Docker, Podman and Kubernetes."""
    named = [os.environ.get("CREDENTIALS_DIRECTORY", ""), "/run/secrets"]
    return [Path(folder) for folder in named if folder and Path(folder).is_dir()]


class Settings(BaseSettings):
    """One installation. `.env.example` lists the same names with the same words; tests/house keeps them equal."""

    model_config = SettingsConfigDict(env_prefix="BINSTART_", extra="ignore")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before .env, and both before the files of a vault."""
        secrets = SecretsSettingsSource(settings_cls, secrets_dir=secret_folders())
        return init_settings, env_settings, dotenv_settings, secrets

    data_dir: Path = Field(
        Path("data"), description="Folder for the embedded database, documents, mailbox and secrets."
    )
    database_url: str = Field(
        "", description="Empty: SQLite in the data folder. Else postgresql+psycopg://user@host/name."
    )
    migrations_database_url: str = Field(
        "",
        description="The same database by an account that owns the tables, for `binstart prepare` and `restore` alone. "
        "Empty: BINSTART_DATABASE_URL.",
    )
    plain_connections_to: str = Field(
        "",
        description="Hosts that are spoken to without encryption, with spaces between: the network to them is private "
        "or encrypts by itself. Empty: this machine alone.",
    )
    files_dir: str = Field(
        "", description="Folder for documents and uploads, shared by all hosts. Empty: in the data folder."
    )
    files_bucket: str = Field(
        "", description="Bucket of an S3-compatible store for documents and uploads. Empty: they are kept in a folder."
    )
    files_endpoint: str = Field("", description="Address of that store. Empty: that of Amazon in the region.")
    files_region: str = Field("us-east-1", description="Region of that store, as it is called there.")
    files_path_style: bool = Field(
        True, description="Whether the bucket stands in the path of addresses, as most stores want it, or in the host."
    )
    files_prefix: str = Field(
        "", description="What names in the bucket begin with, such as binstart/, where others use the bucket too."
    )
    files_access_key: str = Field("", description="Our key with that store.")
    files_secret_key: str = Field("", description="Its secret.")
    files_keys_file: str = Field(
        "", description="File with the key on its first line and the secret on its second, instead of the two settings."
    )
    files_patience_seconds: float = Field(
        20.0, ge=1, le=120, description="After so long without an answer of the store, what was asked is tried later."
    )

    tls_certificate: str = Field(
        "",
        description="File with certificate and key (PEM) for https of `binstart serve` and `engine`. Empty: http.",
    )
    secret_key: str = Field(
        "", description="Signs cookies and forms; at least 32 characters. `binstart run` makes one."
    )
    secret_key_before: str = Field(
        "",
        description="The one until it was changed: its links, cookies and secrets of webhooks count while it is here.",
    )
    base_url: str = Field(
        "http://127.0.0.1:8080", description="Address that residents see, used in mails and QR codes."
    )
    demonstration: bool = Field(
        False, description="Invented data, /dev/mail and the demonstration clock. Never in production."
    )
    languages: str = Field(
        "",
        description="Languages of the pages, of nl, fr, en and de, with spaces between; the first is for who asks for "
        "none. Empty: Dutch alone, and in the demonstration all.",
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="Number of proxies in front whose headers are trusted.")

    idle_minutes_resident: int = Field(
        120, ge=5, le=1440, description="After so long unused, a session of a resident ends."
    )
    idle_minutes_staff: int = Field(30, ge=5, le=480, description="The same for municipality and police.")
    idle_minutes_administrator: int = Field(15, ge=5, le=240, description="The same for administrators.")
    session_hours_resident: int = Field(
        12, ge=1, le=72, description="However busy it is, a session of a resident ends."
    )
    session_hours_staff: int = Field(10, ge=1, le=24, description="The same for municipality and police, in hours.")
    session_hours_administrator: int = Field(8, ge=1, le=24, description="The same for administrators, in hours.")

    map_tiles: str = Field(
        "",
        description="Address of map tiles, with {z}, {x} and {y}. Empty: our own streets, no outside service.",
    )
    map_tiles_attribution: str = Field("", description="Words under the map that the source of the tiles asks for.")

    open_data_licence: str = Field(
        "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0",
        description="Under which licence others may use the public register, as an address.",
    )

    api_requests_per_minute: int = Field(
        600, ge=1, description="How many requests a program may do in a minute with one token."
    )

    encryption_keys_file: str = Field(
        "",
        description="File with the keys that encrypt notes of the police and secrets of apps for codes. "
        "Empty: secrets/encryption in the data folder.",
    )

    seal_certificate: str = Field(
        "", description="PKCS#12 file with the authority's certificate: signed charters get its seal. Empty: none."
    )
    seal_password: str = Field("", description="Password of that file.")

    journal_seals_file: str = Field(
        "",
        description="File to which each daily seal of the journals is added, best on another machine. Empty: none.",
    )

    backup_dir: str = Field(
        "", description="Folder in which backups are kept, best on another machine. Empty: none by themselves."
    )
    backup_key: str = Field(
        "", description="Public key of backups (age1…), made by `binstart backup-key`; several with spaces between."
    )
    backup_daily: bool = Field(False, description="Make a backup in that folder when a day begins.")
    backups_kept: int = Field(14, ge=0, description="Backups that stay in that folder; older ones go. 0: all stay.")

    smtp_host: str = Field("127.0.0.1", description="Mail server that takes outgoing mail.")
    smtp_port: int = Field(2525, ge=1, le=65535, description="Port of the mail server.")
    smtp_username: str = Field("", description="Empty: no authentication.")
    smtp_password: str = Field("", description="Password for the mail server.")
    smtp_starttls: bool = Field(False, description="Encrypt the connection to the mail server with STARTTLS.")
    digest_hour: int = Field(7, ge=0, le=23, description="Hour in Belgium from which staff get the mail of the day.")
    virus_scanner: str = Field(
        "",
        description="clamd that looks at uploads: tcp://127.0.0.1:3310, or unix:/run/clamav/clamd.ctl. Empty: none.",
    )

    mail_from: str = Field("Binstart <geen-antwoord@binstart.example>", description="Sender of all mail.")

    bounce_address: str = Field(
        "",
        description="Where mail to members goes when it comes back; its box is piped to `binstart take-bounce`. "
        "Empty: to the sender.",
    )

    sms_gateway: str = Field("", description="Address of the gateway that sends text messages. Empty: none are sent.")
    sms_gateway_key: str = Field("", description="Our key with that gateway; it reports with the same one.")
    sms_sender: str = Field("BIN", max_length=11, description="Sender of text messages, as phones show it.")

    identity_providers: str = Field(
        "",
        description="TOML file with the OpenID Connect providers by which people sign in (SECURITY.md shows one). "
        "Empty: none.",
    )
    identity_provider_secrets: dict[str, str] = Field(
        {}, description="Their secrets as JSON, name to secret, where those stand in no file of their own."
    )

    engine_handover: str = Field(
        "embedded", description="embedded: the worker runs flows itself. work_pool: Prefect shares them."
    )
    engine_threads: int = Field(2, ge=1, le=32, description="Flows that one worker runs at the same time.")
    engine_poll_seconds: float = Field(
        2.0, gt=0, le=60, description="How often the worker looks for work if nothing woke it."
    )
    lease_seconds: int = Field(
        120, ge=5, le=3600, description="After this silence, another worker takes the work over."
    )

    log_format: str = Field("text", description="How each process writes its lines: text or json. No personal data.")

    metrics_token: str = Field(
        "", description="Who sends it as Bearer reads /metrics, for Prometheus. Empty: there is no such page."
    )

    traces_endpoint: str = Field(
        "", description="Where traces go (OTLP over HTTP), such as http://127.0.0.1:4318/v1/traces. Empty: nowhere."
    )

    lines_endpoint: str = Field(
        "", description="Where the lines of logs/ go too (OTLP over HTTP), such as https://collector.example/v1/logs."
    )

    @field_validator("languages")
    @classmethod
    def _known_languages(cls, value: str) -> str:
        return " ".join(read_languages(value)) if value.strip() else ""

    @field_validator("log_format")
    @classmethod
    def _known_format(cls, value: str) -> str:
        if value not in {"text", "json"}:
            raise ValueError("kies 'text' of 'json'")
        return value

    run_patience_seconds: int = Field(
        600, ge=30, le=86400, description="In a work pool, a run that did not end by now was lost, and is made again."
    )

    @field_validator("engine_handover")
    @classmethod
    def _known_handover(cls, value: str) -> str:
        if value not in {"embedded", "work_pool"}:
            raise ValueError("kies 'embedded' of 'work_pool'")
        return value

    @field_validator("files_endpoint")
    @classmethod
    def _known_endpoint(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("geef een adres zoals https://s3.example")
        return value.rstrip("/")

    @field_validator("virus_scanner")
    @classmethod
    def _known_scanner(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (parts.scheme == "tcp" and parts.hostname) and not (parts.scheme == "unix" and parts.path):
            raise ValueError("geef een adres zoals tcp://127.0.0.1:3310 of unix:/run/clamav/clamd.ctl")
        return value

    @field_validator("files_prefix")
    @classmethod
    def _known_prefix(cls, value: str) -> str:
        return f"{value.strip('/')}/" if value.strip("/") else ""

    @field_validator("map_tiles")
    @classmethod
    def _known_tiles(cls, value: str) -> str:
        # One host only: exactly that host is let in by the Content-Security-Policy.
        parts = urlsplit(value)
        is_fine = parts.scheme in {"http", "https"} and parts.netloc and "{" not in parts.netloc
        if value and not (is_fine and all(name in parts.path + parts.query for name in ("{z}", "{x}", "{y}"))):
            raise ValueError("geef een adres zoals https://kaart.example/{z}/{x}/{y}.png")
        return value

    @model_validator(mode="after")
    def _reachable_files(self) -> "Settings":
        # Without keys the library would ask a machine of Amazon for them.
        if self.files_bucket and not all(self.files_keys):
            raise ValueError("BINSTART_FILES_BUCKET vraagt een sleutel: BINSTART_FILES_ACCESS_KEY met _SECRET_KEY")
        if self.files_bucket and self.files_dir:
            raise ValueError("kies BINSTART_FILES_DIR of BINSTART_FILES_BUCKET, niet beide")
        return self

    @model_validator(mode="after")
    def _encrypted_connections(self) -> "Settings":
        wrong = connections.told(self.plain_connections, self.plain_connections_to)
        if wrong:
            raise PydanticCustomError("plain_connection", "{wrong}", {"wrong": wrong})
        return self

    @property
    def plain_connections(self) -> list[connections.Plain]:
        """Each connection of these settings that would leave this machine without encryption, allowed or not."""
        return [
            *connections.plain_database("BINSTART_DATABASE_URL", self.database_url),
            *connections.plain_database("BINSTART_MIGRATIONS_DATABASE_URL", self.migrations_database_url),
            *connections.plain_mail("BINSTART_SMTP_HOST", self.smtp_host, starttls=self.smtp_starttls),
            *connections.plain_page("BINSTART_SMS_GATEWAY", self.sms_gateway),
            *connections.plain_page("BINSTART_FILES_ENDPOINT", self.files_endpoint),
            *connections.plain_page("BINSTART_TRACES_ENDPOINT", self.traces_endpoint),
            *connections.plain_page("BINSTART_LINES_ENDPOINT", self.lines_endpoint),
            *connections.plain_scanner("BINSTART_VIRUS_SCANNER", self.virus_scanner),
        ]

    @property
    def secret_keys(self) -> tuple[str, str]:
        """The secret, and the one of before it was changed; empty where it was not."""
        return self.secret_key, self.secret_key_before

    @property
    def files_keys(self) -> tuple[str, str]:
        """Key and secret for the store of files, from the settings or from their file; empty where there are none."""
        if not self.files_keys_file:
            return self.files_access_key, self.files_secret_key
        try:
            lines = Path(self.files_keys_file).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise ValueError(f"BINSTART_FILES_KEYS_FILE: {error.strerror}") from None
        return (lines[0].strip(), lines[1].strip()) if len(lines) > 1 else ("", "")

    @property
    def files_are_elsewhere(self) -> bool:
        """Whether documents and uploads are kept outside of the data folder."""
        return bool(self.files_bucket or self.files_dir)

    @property
    def files_folder(self) -> Path:
        """Folder above those of documents and uploads, where these are kept in folders."""
        return Path(self.files_dir) if self.files_dir else self.data_dir

    @property
    def effective_database_url(self) -> str:
        """The address in force: the setting, or the SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'binstart.sqlite').resolve()}"

    @property
    def languages_on(self) -> tuple[str, ...]:
        """The codes of the languages of the pages, the one for who asks for none first."""
        if self.languages:
            return read_languages(self.languages)
        return tuple(OWN_NAMES) if self.demonstration else (SOURCE,)

    @property
    def keys_file(self) -> Path:
        """The file with the keys of the installation (models.encryption)."""
        return Path(self.encryption_keys_file or self.data_dir / "secrets" / "encryption")

    @property
    def documents_dir(self) -> Path:
        """Folder in which produced documents are kept, named by their sha256."""
        return self.files_folder / "documents"

    @property
    def uploads_dir(self) -> Path:
        """Folder in which uploaded files are kept, named by their sha256."""
        return self.files_folder / "uploads"

    @property
    def mailbox_dir(self) -> Path:
        """Folder of the local demonstration mailbox."""
        return self.data_dir / "mailbox"

    @property
    def wake_file(self) -> Path:
        """File that the web app touches after a commit with new work, so that the worker looks at once."""
        return self.data_dir / "wake"


@lru_cache
def settings() -> Settings:
    """The settings of this process; raises pydantic's ValidationError when one is wrong."""
    return Settings()
