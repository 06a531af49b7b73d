"""Somebody who goes on working while a backup is made: python -m tests.engine.backup_writer NAME.

Asks for one BIN after the other, each with a document, and says the number of the case when it was committed.
"""

import sys

from binstart.migrating import address_of
from models.database import writing
from models.file_store import documents
from models.settings import settings
from tests.engine.backup_steps import a_document
from tests.factories import make_place, submitted


def main(name: str) -> None:
    """Work until killed."""
    engine = address_of(settings())
    with writing(engine) as session:
        place = make_place(session, name, name.upper()[:3])
    while True:
        with writing(engine) as session:
            case = submitted(session, place)
            session.add(a_document(case.id, documents().keep(case.number.encode() * 100)))
        print(case.number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
