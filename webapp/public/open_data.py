"""The register as data, for programs and search engines: CSV, JSON-LD, DCAT, a feed of new networks, a sitemap."""

import csv
from io import StringIO
from typing import Any

from flask import Blueprint, Response, json, render_template, request, url_for
from flask_babel import gettext as _

from models.database import db
from models.queries.networks.register import Entry, register
from models.settings import settings
from webapp.case.exporting import harmless
from webapp.clock import now, today
from webapp.permissions import may

blueprint = Blueprint("open_data", __name__)

JSON_LD, CSV, GEO_JSON = "application/ld+json", "text/csv", "application/geo+json"
COLUMNS = ("naam", "soort", "toestand", "actief_sinds", "gemeente", "politiezone", "bereik", "bladzijde")
STATES = {"active": "actief", "suspended": "opgeschort", "announced": "aangekondigd"}
KINDS = {"bin": "BIN", "bin_z": "BIN-Z", "sector": "SIN"}
SCOPES = {"streets": "straten", "municipality": "hele gemeente", "members": "leden van een sector"}
NEWEST = 50  # networks in the feed
MINUTES = 5  # that others may keep an answer
# besides each network's own: what search engines should find
PAGES = ("public.look_up_street", "public.list_networks", "public.explain", "public_widget.explain_widget",
         "site.read_help", "site.read_privacy", "site.read_accessibility", "checking.check_charter")  # fmt: skip


@blueprint.get("/netwerken.csv")
@may("read_public_page")
def fetch_csv() -> Response:
    """One line per network, with commas (RFC 4180)."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _row(one)] for one in register(db.session(), today()))
    answer = open_answer(out.getvalue(), CSV)
    answer.headers.set("Content-Disposition", "attachment", filename="netwerken.csv")
    return answer


def _row(one: Entry) -> tuple[str, ...]:
    return (one.name, KINDS[one.kind], STATES[one.state], one.active_since.isoformat(), one.municipality,
            one.police_zone, SCOPES.get(one.scope, one.scope), page_of(one.slug))  # fmt: skip


@blueprint.get("/netwerken.jsonld")
@may("read_public_page")
def fetch_json_ld() -> Response:
    """The same as linked data, in the words of schema.org."""
    graph = [_linked(one) for one in register(db.session(), today())]
    return open_answer(json.dumps({"@context": "https://schema.org", "@graph": graph}), JSON_LD)


def _linked(one: Entry) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": page_of(one.slug),
        "name": one.name,
        "additionalType": KINDS[one.kind],
        "url": page_of(one.slug),
        "foundingDate": one.active_since.isoformat(),
        "areaServed": {"@type": "AdministrativeArea", "name": one.municipality},
        "memberOf": [{"@type": "GovernmentOrganization", "name": name} for name in (one.police_zone,) if name],
        "status": STATES[one.state],
    }


@blueprint.get("/catalogus.jsonld")
@may("read_public_page")
def fetch_catalogue() -> Response:
    """What data there is, under which licence, as DCAT (W3C, 2024), for the portals that gather it."""
    forms = (("open_data.fetch_csv", CSV, "CSV"), ("open_data.fetch_json_ld", JSON_LD, "JSON-LD"),
             ("public.draw_networks", GEO_JSON, "GeoJSON"))  # fmt: skip
    licence, catalogue = settings().open_data_licence, _outside("open_data.fetch_catalogue")
    dataset = {
        "@id": f"{catalogue}#netwerken",
        "@type": "dcat:Dataset",
        "dct:title": _("Buurtinformatienetwerken"),
        "dct:description": _("Alle actieve en aangekondigde buurtinformatienetwerken, met hun gebied."),
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/NLD"},
        "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/CONT"},
        "dcat:landingPage": {"@id": _outside("public.list_networks")},
        "dcat:keyword": ["BIN", "buurtinformatienetwerk", "preventie"],
        "dcat:distribution": [
            {
                "@id": f"{catalogue}#{name.lower()}",
                "@type": "dcat:Distribution",
                "dct:title": name,
                "dcat:accessURL": {"@id": _outside(endpoint)},
                "dcat:downloadURL": {"@id": _outside(endpoint)},
                "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
                "dct:license": {"@id": licence},
            }
            for endpoint, media_type, name in forms
        ],
    }
    return open_answer(json.dumps({
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
                     "foaf": "http://xmlns.com/foaf/0.1/"},
        "@id": catalogue,
        "@type": "dcat:Catalog",
        "dct:title": _("Register van de buurtinformatienetwerken"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _publisher()},
        "dct:license": {"@id": licence},
        "dcat:dataset": [dataset],
    }), JSON_LD)  # fmt: skip


def _publisher() -> str:
    names = sorted({one.municipality for one in register(db.session(), today())})
    return _("Gemeente %(name)s", name=names[0]) if len(names) == 1 else _("De gemeenten die Binstart gebruiken")


@blueprint.get("/netwerken.atom")
@may("read_public_page")
def fetch_feed() -> Response:
    """The networks that became active last, the newest first (RFC 4287)."""
    found = [one for one in register(db.session(), today()) if one.state == "active"]
    newest = sorted(found, key=lambda one: (one.active_since, one.name), reverse=True)[:NEWEST]
    page = render_template("public/feed.xml", networks=newest, page_of=page_of, outside=_outside,
                           updated=newest[0].active_since if newest else now().date())  # fmt: skip
    return open_answer(page, "application/atom+xml")


@blueprint.get("/sitemap.xml")
@may("read_public_page")
def fetch_sitemap() -> Response:
    """Every public page, for search engines."""
    addresses = [_outside(endpoint) for endpoint in PAGES]
    addresses += [page_of(one.slug) for one in register(db.session(), today())]
    return open_answer(render_template("public/sitemap.xml", addresses=addresses), "application/xml")


def open_answer(content: str, media_type: str) -> Response:
    """An answer that any site may read, and keep for a while; who has it already gets none."""
    answer = Response(content, mimetype=media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = f"public, max-age={60 * MINUTES}"
    answer.add_etag()
    return answer.make_conditional(request)  # type: ignore[return-value]


def page_of(slug: str) -> str:
    """The page of a network, as others link to it."""
    return _outside("public.show_network", slug=slug)


def _outside(endpoint: str, **values: Any) -> str:
    return settings().base_url.rstrip("/") + url_for(endpoint, **values)
