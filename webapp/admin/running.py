"""Is everything running? One line per thing that must work: a light with its word, what is seen, and what to do.

Figures over the whole installation, without a word about any case; each administrator may see them.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate
from flask import Blueprint, Flask, render_template
from flask_babel import format_decimal, format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext as _n
from flask_babel.speaklater import LazyString

from documents.press.sealing import NoCertificate, read_certificate
from models.database import db
from models.file_store import documents
from models.queries.keeping.encryption import KeysSeen
from models.queries.keeping.running import Effects, Pile, Running, how_it_runs
from models.rules import running as rules
from models.rules.access import Role, roles_anywhere
from models.rules.failed_work import MANY_TRIES
from models.rules.running import Light, light_of_age, light_of_certificate, light_of_disk, worst
from models.settings import settings
from webapp.clock import real_now
from webapp.formatting import day, moment
from webapp.permissions import current_actor, may

blueprint = Blueprint("running", __name__)

CLOCKWORK: dict[str, LazyString] = {
    "reminding": _l("termijnen en herinneringen"),
    "digesting": _l("dagoverzicht"),
    "retaining": _l("bewaartermijnen"),
}
CALL = _l("Bel wie Binstart bij u onderhoudt.")


@dataclass(frozen=True)
class Line:
    """One thing that must work. `todo`: empty where there is nothing to do."""

    title: str
    light: Light
    seen: str
    todo: str = ""


@blueprint.get("/beheer/draait-alles")
@may("administer")
def show_running() -> str:
    """Everything that must work, the worst first."""
    at = real_now()
    lines = sorted(
        lines_of(how_it_runs(db.session(), at), at), key=lambda one: list(Light).index(one.light), reverse=True
    )
    return render_template("admin/show_running.html", lines=lines, worst=worst(one.light for one in lines), at=at)


def init_running(app: Flask) -> None:
    """Let the pages where an administrator lands tell that something does not run."""
    app.context_processor(lambda: {"tell_administrator": _tell_administrator})


def _tell_administrator() -> bool:
    """Whether who asks is an administrator and something is red."""
    actor = current_actor()
    if actor is None or Role.ADMINISTRATOR not in roles_anywhere(actor):
        return False
    at = real_now()
    return worst(one.light for one in lines_of(how_it_runs(db.session(), at), at)) is Light.RED


def lines_of(seen: Running, at: datetime) -> list[Line]:
    """What is seen, judged and put into words."""
    return [
        _waiting(seen.waiting, at),
        _failing(seen, at),
        *_effects(seen, at),
        _worker(seen, at),
        _prefect(seen),
        *(_clockwork(seen, name, at) for name in CLOCKWORK),
        _disk(),
        *_files(),
        Line(_("Databank"), Light.GREEN, _("De databank is %(size)s groot.", size=_size(seen.database_size))),
        _backup(seen, at),
        _seal(seen),
        _keys(seen.keys),
        *_certificate(at),
        *_certificate_of_https(at),
    ]


def _waiting(pile: Pile, at: datetime) -> Line:
    title = _("Wachtend werk")
    if not pile.count:
        return Line(title, Light.GREEN, _("Er wacht geen werk."))
    light = light_of_age(pile.oldest_at, at, rules.WORK_WAITS)
    return Line(
        title, light, _counted(pile, at), _todo(light, _("Kijk of de werker en Prefect draaien, verder in deze lijst."))
    )


def _failing(seen: Running, at: datetime) -> Line:
    title = _("Werk dat blijft mislukken")
    if not seen.failing.count:
        return Line(title, Light.GREEN, _("Er is geen mislukt werk."))
    light = light_of_age(seen.failing.oldest_at, at, rules.WORK_FAILS)
    if light is Light.GREEN and seen.most_tries >= MANY_TRIES:
        light = Light.ORANGE
    tries = _n("Hoogstens 1 keer geprobeerd.", "Hoogstens %(num)s keer geprobeerd.", seen.most_tries)
    todo = _("Open ‘Mislukt werk’ van uw gemeente of zone: daar staat wat er mis is.")
    return Line(title, light, f"{_counted(seen.failing, at)} {tries}", _todo(light, todo))


def _effects(seen: Running, at: datetime) -> Iterator[Line]:
    mail_server = _("Kijk of de mailserver werkt. Open ‘Mislukt werk’ voor wat er mis is.")
    yield _effect(_("Mails"), seen.mails, at, mail_server)
    yield _effect(_("Documenten"), seen.documents, at, _("Open ‘Mislukt werk’ van uw gemeente of zone."))
    if settings().virus_scanner or seen.scans.waiting.count or seen.scans.failing.count:
        todo = _("Kijk of de virusscanner (clamd) draait. Tot dan blijven nieuwe bijlagen dicht.")
        yield _effect(_("Virusscanner"), seen.scans, at, todo)
    yield _effect(_("Berichten aan leden"), seen.messages, at, _("Kijk of de mailserver en de sms-dienst werken."))


def _effect(title: str, seen: Effects, at: datetime, todo: str) -> Line:
    light = worst((light_of_age(seen.waiting.oldest_at, at, rules.MAIL_WAITS),
                   light_of_age(seen.failing.oldest_at, at, rules.MAIL_WAITS),
                   Light.ORANGE if seen.given_up else Light.GREEN))  # fmt: skip
    given_up = _("Opgegeven in de laatste zeven dagen: %(count)s.", count=seen.given_up)
    told = [_("Onderweg: %(told)s", told=_counted(seen.waiting, at)) if seen.waiting.count else "",
            _("Opnieuw geprobeerd: %(told)s", told=_counted(seen.failing, at)) if seen.failing.count else "",
            given_up if seen.given_up else ""]  # fmt: skip
    return Line(title, light, " ".join(filter(None, told)) or _("Er is niets onderweg."), _todo(light, todo))


def _worker(seen: Running, at: datetime) -> Line:
    title = _("Werker (doet het werk achter de pagina's)")
    if not seen.workers:
        return Line(title, Light.RED, _("Er is geen werker."), _("Start Binstart opnieuw. %(call)s", call=CALL))
    last = max(one.seen_at for one in seen.workers)
    light = light_of_age(last, at, rules.WORKER_SHOWS)
    count = sum(light_of_age(one.seen_at, at, rules.WORKER_SHOWS) is Light.GREEN for one in seen.workers)
    told = _("Laatst gezien: %(age)s geleden. Nu aan het werk: %(count)s.", age=_age(last, at), count=count)
    return Line(title, light, told, _todo(light, _("Start Binstart opnieuw. %(call)s", call=CALL)))


def _prefect(seen: Running) -> Line:
    title = _("Prefect (voert de stappen uit)")
    if not seen.workers:
        return Line(
            title, Light.ORANGE, _("Niet gekend: er is geen werker die het vraagt."), _("Kijk eerst naar de werker.")
        )
    if max(seen.workers, key=lambda one: one.seen_at).prefect_answers:
        return Line(title, Light.GREEN, _("Prefect antwoordde de werker."))
    todo = _("Werk wacht en gaat niet verloren. Duurt het langer dan enkele minuten, start dan Prefect opnieuw.")
    return Line(title, Light.RED, _("Prefect antwoordde de werker niet."), todo)


def _clockwork(seen: Running, name: str, at: datetime) -> Line:
    title = _("Uurwerk: %(name)s", name=CLOCKWORK[name])
    last = seen.clockwork.get(name)
    if last is None:
        return Line(
            title, Light.ORANGE, _("Dit liep nog nooit."), _("Het loopt elke dag vanzelf. Kijk morgen opnieuw.")
        )
    light = light_of_age(last, at, rules.CLOCK_RUNS)
    told = _("Liep het laatst op %(moment)s.", moment=moment(last))
    return Line(title, light, told, _todo(light, _("Het moet elke dag lopen. Kijk of de werker en Prefect draaien.")))


def _disk() -> Line:
    title = _("Schijf met gegevens") if settings().files_are_elsewhere else _("Schijf met documenten en bestanden")
    try:
        usage = shutil.disk_usage(settings().data_dir)
    except OSError:
        return Line(title, Light.RED, _("De gegevensmap is niet bereikbaar."), str(CALL))
    light = light_of_disk(usage.free, usage.total)
    told = _("Vrij: %(free)s van %(total)s.", free=_size(usage.free), total=_size(usage.total))
    todo = _("Maak plaats of vraag een grotere schijf. Op een volle schijf kan Binstart niets meer bewaren.")
    return Line(title, light, told, _todo(light, todo))


def _files() -> Iterator[Line]:
    """Nothing where files are on the disk of the line before."""
    if not settings().files_are_elsewhere:
        return
    title = _("Opslag van documenten en bijlagen")
    if documents().answers():
        yield Line(title, Light.GREEN, _("De opslag antwoordt."))
        return
    told = _("De opslag antwoordt niet. Documenten en bijlagen kunnen nu niet geopend of bewaard worden.")
    todo = _("Er gaat niets verloren: wat gemaakt moet worden, wacht. Kijk of de opslag draait en de sleutel klopt.")
    yield Line(title, Light.RED, told, todo)


def _backup(seen: Running, at: datetime) -> Line:
    title = _("Back-up")
    if seen.last_backup_at is None:
        told = _("Binstart maakte nog geen back-up, of de laatste poging mislukte.")
        return Line(title, Light.ORANGE, told, _("Laat een back-up maken, elke dag en op een andere machine."))
    light = light_of_age(seen.last_backup_at, at, rules.BACKUP_IS_MADE)
    told = _("De laatste is van %(moment)s.", moment=moment(seen.last_backup_at))
    if seen.backup_failed_at is not None:
        light = worst((light, Light.ORANGE))
        failed = _("De poging van %(moment)s mislukte.", moment=moment(seen.backup_failed_at))
        told = f"{told} {failed}"
    return Line(title, light, told, _todo(light, _("Kijk of er plaats is waar back-ups staan. %(call)s", call=CALL)))


def _seal(seen: Running) -> Line:
    title = _("Zegel van de logboeken")
    if seen.sealed_on is None:
        return Line(
            title, Light.ORANGE, _("Er is nog geen zegel."), _("Het komt elke dag vanzelf. Kijk morgen opnieuw.")
        )
    return Line(title, Light.GREEN, _("Het laatste is van %(day)s.", day=day(seen.sealed_on)))


def _keys(seen: KeysSeen) -> Line:
    title = _("Sleutels van nota’s van de politie en van apps voor codes")
    copy = _("Zet de kopie van het bestand terug die u elders bewaart. Kijk daarna met ‘binstart keys check’.")
    if seen.problem:
        return Line(title, Light.RED, seen.problem, copy)
    told = _("De nieuwste heeft kenmerk %(mark)s.", mark=seen.mark)
    if seen.closed:
        closed = _n("Wat er versleuteld is, kan op 1 plaats niet gelezen worden.",
                    "Wat er versleuteld is, kan op %(num)s plaatsen niet gelezen worden.", seen.closed)  # fmt: skip
        return Line(title, Light.RED, f"{told} {closed}", copy)
    if not seen.is_private:
        return Line(title, Light.ORANGE, _("Ook anderen op de machine kunnen het bestand met de sleutels lezen."),
                    _("Geef het alleen aan wie Binstart draait (chmod 600)."))  # fmt: skip
    elsewhere = _("Bewaar een kopie buiten deze machine: in geen back-up staat er een.")
    return Line(title, Light.GREEN, f"{told} {elsewhere}")


def _certificate(at: datetime) -> Iterator[Line]:
    """Nothing where charters get no seal."""
    chosen, title = settings(), _("Certificaat van het zegel")
    if not chosen.seal_certificate:
        return
    try:
        ends_at = read_certificate(Path(chosen.seal_certificate), chosen.seal_password).ends_at
    except NoCertificate:
        yield Line(
            title,
            Light.RED,
            _("Het certificaat kan niet geopend worden."),
            _("Kijk het bestand en zijn wachtwoord na."),
        )
        return
    yield _certificate_until(title, ends_at, at)


def _certificate_of_https(at: datetime) -> Iterator[Line]:
    """Nothing where a proxy on this machine speaks https."""
    file, title = settings().tls_certificate, _("Certificaat van https tussen de machines")
    if not file:
        return
    try:
        ends_at = load_pem_x509_certificate(Path(file).read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        yield Line(title, Light.RED, _("Het certificaat kan niet geopend worden."), _("Kijk het bestand na."))
        return
    yield _certificate_until(title, ends_at, at)


def _certificate_until(title: str, ends_at: datetime, at: datetime) -> Line:
    light = light_of_certificate(ends_at, at)
    told = (
        _("Geldig tot en met %(day)s.", day=day(ends_at))
        if ends_at > at
        else _("Vervallen op %(day)s.", day=day(ends_at))
    )
    return Line(title, light, told, _todo(light, _("Vraag een nieuw certificaat aan; dat kan weken duren.")))


def _todo(light: Light, todo: str) -> str:
    return "" if light is Light.GREEN else todo


def _counted(pile: Pile, at: datetime) -> str:
    count = _n("%(num)s stuk", "%(num)s stuks", pile.count)
    if pile.oldest_at is None or pile.oldest_at > at:
        return f"{count}."
    return _("%(count)s, het oudste %(age)s oud.", count=count, age=_age(pile.oldest_at, at))


def _age(since: datetime, at: datetime) -> str:
    return str(format_timedelta(max(at - since, at - at), threshold=1.5))


def _size(count: int) -> str:
    """Bytes as people read them."""
    for unit, size in (("GB", 1000**3), ("MB", 1000**2)):
        if count >= size:
            return f"{format_decimal(count / size, '#,##0.#')} {unit}"
    return f"{format_decimal(count / 1000, '#,##0')} kB"
