"""The people of the demonstration, all invented, with the accounts that a visitor can use."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from binstart.demonstration.authorities import Zone
from models.address import Dwelling
from models.authority import Authority
from models.encryption import keyring
from models.mandate import Mandate
from models.person import Person
from models.queries.keeping.encryption import about_app
from models.rules.access import Role

# Known to everybody who reads this: the demonstration only. `binstart run` refuses to turn its data into a real system.
PASSWORD = "een lange zin voor de demonstratie"  # noqa: S105
TOTP_SECRET = "BINSTARTDEMONSTRATIE234567ABCDEF"  # noqa: S105

STAFF = (  # name, e-mail, role, function, authority (empty: the zone)
    ("An Baeyens", "an.baeyens@oosterbeke.example", Role.DESK_OFFICER, "medewerker dienst Veiligheid", "Oosterbeke"),
    ("Joris Claes", "joris.claes@oosterbeke.example", Role.DESK_OFFICER, "diensthoofd Veiligheid", "Oosterbeke"),
    ("Annelies Vercruysse", "burgemeester@oosterbeke.example", Role.MAYOR, "burgemeester", "Oosterbeke"),
    ("Wim Beheerder", "beheer@oosterbeke.example", Role.ADMINISTRATOR, "beheerder", "Oosterbeke"),
    ("Fatima El Amrani", "fatima.elamrani@westveld.example", Role.DESK_OFFICER, "medewerker Burgerzaken", "Westveld"),
    ("Bart Coppens", "bart.coppens@westveld.example", Role.DESK_OFFICER, "algemeen directeur", "Westveld"),
    ("Godelieve Desmet", "burgemeester@westveld.example", Role.MAYOR, "burgemeester", "Westveld"),
    ("Koen D’Haeseleer", "korpschef@pz-terbeke.example", Role.POLICE_CHIEF, "korpschef", ""),
    ("Saskia Wouters", "saskia.wouters@pz-terbeke.example", Role.MANDATED_OFFICER, "gemandateerde politiebeambte", ""),
    ("Ruben Maes", "ruben.maes@pz-terbeke.example", Role.MANDATED_OFFICER, "wijkinspecteur en gemandateerde", ""),
    ("Nele Zonebeheer", "beheer@pz-terbeke.example", Role.ADMINISTRATOR, "beheerder", ""),
)
RESIDENTS = (  # name, e-mail, municipality, street number in the register's order
    ("Roos Lambrecht", "roos.lambrecht@bewoner.example", "Oosterbeke", 3),
    ("Marcel Goossens", "marcel.goossens@bewoner.example", "Oosterbeke", 12),
    ("Zeynep Yıldız-Çelik", "zeynep.yildiz@bewoner.example", "Oosterbeke", 20),
    ("Łukasz Wiśniewski", "lukasz.wisniewski@bewoner.example", "Oosterbeke", 28),
    ("Lutgarde Peeters", "lutgarde.peeters@bewoner.example", "Oosterbeke", 36),
    ("Hendrik Van Acker", "hendrik.vanacker@bewoner.example", "Oosterbeke", 44),
    ("Noëlla Reyniers", "noella.reyniers@bewoner.example", "Oosterbeke", 52),
    ("Omar Benali", "omar.benali@bewoner.example", "Oosterbeke", 60),
    ("Renée Coësme", "renee.coesme@bewoner.example", "Westveld", 4),
    ("Jef Stuyck", "jef.stuyck@bewoner.example", "Westveld", 10),
    ("Mia Hellemans", "mia.hellemans@bewoner.example", "Westveld", 18),
    ("Dirk Rombouts", "dirk.rombouts@bewoner.example", "Westveld", 26),
    ("Ingrid Vrancken", "ingrid.vrancken@bewoner.example", "Westveld", 34),
)


def make_people(session: Session, zone: Zone, now: datetime) -> dict[str, Person]:
    """Everybody, by e-mail address."""
    password_hash = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD)
    people = {}
    for name, email, role, function, where in STAFF:
        person = Person(name=name, email=email, created_at=now, password_hash=password_hash)
        people[email] = person
        session.add(person)
        session.flush()
        person.totp_secret = keyring().encrypt(TOTP_SECRET, about_app(person.id))
        authority = zone.municipalities[where] if where else zone.police
        session.add(_mandate(person, role, function, authority, now.date()))
    for number, (name, email, municipality, place) in enumerate(RESIDENTS):
        dwelling = _some_dwelling(session, zone, municipality, place)
        people[email] = Person(
            name=name, email=email, created_at=now, dwelling_id=dwelling.id, phone=f"0470 00 00 {10 + number}"
        )
        session.add(people[email])
    session.flush()
    return people


def _mandate(person: Person, role: Role, function: str, authority: Authority, today: date) -> Mandate:
    return Mandate(
        person_id=person.id,
        role=role.value,
        authority_id=authority.id,
        function=function,
        since=today - timedelta(days=3 * 365),
    )


def _some_dwelling(session: Session, zone: Zone, municipality: str, place: int) -> Dwelling:
    names = sorted(name for town, name in zone.streets if town == municipality)
    street = zone.streets[municipality, names[place]]
    return session.scalars(
        select(Dwelling).where(Dwelling.street_id == street.id).order_by(Dwelling.number).offset(2).limit(1)
    ).one()


def account_lines() -> Iterable[str]:
    """The accounts for the terminal: who can be tried, and how."""
    yield "Accounts of the demonstration (sign in with the e-mail address; the mail arrives at /dev/mail):"
    for name, email, _role, function, where in STAFF:
        yield f"  {email:<42}{name}, {function}, {where or 'Politiezone Ter Beke'}"
    for name, email, municipality, _place in RESIDENTS[:4]:
        yield f"  {email:<42}{name}, bewoner van {municipality}"
