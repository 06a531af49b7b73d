"""What the account of web app and workers may do in PostgreSQL: read and write rows, and no more (ASVS 13.2.2).

Tables belong to another account, that of `binstart prepare`. Journals only grow, and of an entry only the words can be
taken out, as the law asks (models.operations.keeping.erasing_words): the bad story is somebody who has taken over the
web app, and with it rewrites what was decided.
"""

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError

from binstart.preparing import CannotStart
from models.authority_journal import AuthorityJournalEntry
from models.journal import JournalEntry
from models.journal_seal import JournalSeal, SealedHead
from models.settings import Settings
from models.tables import metadata

SCHEMA = "public"
VERSIONS = "alembic_version"  # read by /readyz; not one of ours
# Rows are added; all else is refused but what stands here.
ONLY_GROW: dict[str, str] = {
    JournalEntry.__tablename__: "update (data)",
    AuthorityJournalEntry.__tablename__: "",
    JournalSeal.__tablename__: "",
    SealedHead.__tablename__: "",
}


def grants_for(account: str) -> list[str]:
    """The statements that give an account these rights and take all others away, in their order. To be run by the owner
    of the tables, as often as one likes, and again after an upgrade."""
    name = _quoted(account)
    free = ", ".join(_quoted(table) for table in sorted(metadata.tables) if table not in ONLY_GROW)
    return [
        f"revoke create on schema {SCHEMA} from public",
        f"revoke all on all tables in schema {SCHEMA} from {name}",
        f"revoke all on all sequences in schema {SCHEMA} from {name}",
        f"grant usage on schema {SCHEMA} to {name}",
        f"grant select on all tables in schema {SCHEMA} to {name}",
        f"grant usage, select on all sequences in schema {SCHEMA} to {name}",
        f"grant insert, update, delete on {free} to {name}",
        *(
            f"grant {', '.join(filter(None, ('insert', also)))} on {_quoted(table)} to {name}"
            for table, also in ONLY_GROW.items()
        ),
    ]


def give_rights(owner: Engine, settings: Settings) -> None:
    """Give them to the account of BINSTART_DATABASE_URL, where another prepares the database. Raises CannotStart."""
    account = make_url(settings.effective_database_url).username
    if not settings.migrations_database_url or owner.dialect.name != "postgresql":
        return
    if not account or account == owner.url.username:
        raise CannotStart("BINSTART_MIGRATIONS_DATABASE_URL: name another account there than in BINSTART_DATABASE_URL")
    try:
        with owner.begin() as connection:
            for statement in grants_for(account):
                connection.exec_driver_sql(statement)
    except DBAPIError as error:
        raise CannotStart(f"the rights of {account} can't be given: {' '.join(str(error.orig).split())}") from None


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
