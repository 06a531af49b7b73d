"""From a version of the charter to what is printed: its sections in words, its tables, and who signs."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from documents.contexts.charter import (
    Block,
    BudgetLine,
    CharterContext,
    CharterSectionText,
    CommunicationLine,
    Definition,
    Insert,
    ItemList,
    Notice,
    Paragraph,
    Party,
    Signatory,
    StreetRange,
)
from documents.filling.shared import EXPECTED, area_line, body, case_reference, line, lines_of, network, sentence
from documents.language import in_language, in_language_of_case, ruled, said, spoken, to_say
from documents.wording import euro, long_date, time_of_day
from models.rules.access import DEPUTY
from models.rules.area import Segment, describe_segment
from models.rules.charter_sections import (
    MEMBER_TO_POLICE,
    MESSAGE_CLASSES,
    PARTY_ROLES,
    PAYERS,
    PROVISIONS,
    SECTIONS,
    STARTS,
    Section,
)
from models.rules.charter_text import CAPACITIES, PAPER, PERSONAL_LINK, CharterText, SignatureState
from models.rules.names import of_place
from models.rules.objectives import OBJECTIVES
from models.rules.records.charter import CharterRecord

Content = Mapping[str, Any]

# As signing in is told on screen.
HOW_IDENTIFIED = {
    "link": to_say("aangemeld met een eenmalige link, per mail"),
    "password_and_code": to_say("aangemeld met wachtwoord en code"),
    "link_and_code": to_say("aangemeld met een eenmalige link per mail, en een code"),
    "passkey": to_say("aangemeld met een passkey"),
    "provider_and_code": to_say("aangemeld via een aanmelddienst (OpenID Connect), en een code"),
    "provider": to_say("aangemeld via een aanmelddienst (OpenID Connect)"),
    PERSONAL_LINK: to_say("persoonlijke link, verstuurd naar het opgegeven e-mailadres"),
    PAPER: to_say("handtekening op papier"),
}
NOTED_BY = {**CAPACITIES, "desk_officer": to_say("gemeentelijke dienst")}
METHODS = {"electronic": to_say("elektronisch, in Binstart"), "ink": to_say("met de hand, op papier")}
RULES_ARE_ANNEXED = to_say(
    "Het huishoudelijk reglement staat in de bijlage. Het hoort bij dit charter en geldt voor alle leden."
)
PARTIES_CHANGE = to_say("Deze partners werken mee. Verandert een van hun gegevens, dan passen ze dit charter aan.")
NOBODY_IS_REFUSED = to_say("Dit kost het BIN, en dit is wie het betaalt. Niemand wordt om geld geweigerd.")
STREETS_ARE_ANNEXED = to_say("De straten van het gebied staan in de bijlage.")
# Printed elsewhere: on the cover, and in the part with the signatures.
_NOT_A_PART = ("title", "signatures")


def charter(record: CharterRecord) -> CharterContext:
    """The charter: a draft, ready for signing, or signed by all; in the language in which its text was written."""
    return _filled(in_language(record, record.text.language))


@in_language_of_case
def _filled(record: CharterRecord) -> CharterContext:
    contents = record.text.contents
    title, force = contents.get("title", {}), contents.get("entry_into_force", {})
    plan, budget = contents.get("communication_plan", {}), contents.get("budget", {})
    is_frozen = bool(record.fingerprint)
    return CharterContext(
        case=case_reference(record.case),
        version=str(record.text.version),
        state="sealed" if record.completed_on else "for_signature" if is_frozen else "draft",
        subtitle=title.get("subtitle") or "",
        dated_on=record.dated_on,
        enters_into_force_on=_day(force.get("starts_on")) if force.get("starts") == "on_day" else None,
        duration=_duration(force),
        in_short=tuple(one for one in (title.get("in_short") or "").split("\n") if one.strip()),
        parties=tuple(_party(one) for one in contents.get("parties", {}).get("parties") or ()),
        sections=tuple(_sections(record.text)),
        streets=tuple(_street(one) for one in contents.get("area", {}).get("segments") or ()),
        boundary=contents.get("area", {}).get("boundary") or "",
        communication_lines=tuple(_communication_lines(plan)),
        communication_notes=tuple(_communication_notes(plan)),
        budget_lines=tuple(_budget_line(one) for one in budget.get("lines") or ()),
        budget_notes=tuple(_budget_notes(budget)),
        house_rules=house_rules_of(record.text),
        statement=contents.get("signatures", {}).get("statement") or "",
        signatories=tuple(_signatories(record)),
        content_sha256=record.fingerprint,
        sealed_on=record.completed_on,
        verify_url=record.verify_url if is_frozen else "",
    )


def blocks_of(text: str) -> tuple[Block, ...]:
    """Typed text as blocks: an empty line ends a paragraph, lines that begin with a dash are a list."""
    blocks: list[Block] = []
    paragraph: list[str] = []
    items: list[str] = []
    for row in [*text.split("\n"), ""]:
        is_item = row.lstrip().startswith(("- ", "– ", "• "))
        if items and not is_item:
            blocks.append(ItemList(tuple(items)))
            items = []
        if paragraph and (is_item or not row.strip()):
            blocks.append(Paragraph("\n".join(paragraph)))
            paragraph = []
        if is_item:
            items.append(row.lstrip()[2:].strip())
        elif row.strip():
            paragraph.append(row.strip())
    return tuple(blocks)


def _sections(text: CharterText) -> Iterator[CharterSectionText]:
    """The parts of the charter, numbered as they come: an optional section that is empty leaves no gap."""
    number = 0
    for section in SECTIONS:
        blocks = _blocks(section, text)
        if section.code in _NOT_A_PART or not blocks:
            continue
        number += 1
        yield CharterSectionText(
            code=section.code,
            number=str(number),
            title=ruled(section.title),
            plain_summary=ruled(section.plain),
            blocks=blocks,
        )


def _blocks(section: Section, text: CharterText) -> tuple[Block, ...]:
    content = text.contents.get(section.code, {})
    if section.code == "parties":
        return (Paragraph(said(PARTIES_CHANGE)), Insert("parties"))
    if section.code == "area":
        return (Paragraph(_what_and_where(text)), Paragraph(said(STREETS_ARE_ANNEXED)))
    if section.code == "objectives":
        chosen = [sentence(ruled(OBJECTIVES.get(code, code))) for code in content.get("chosen") or ()]
        chosen += [sentence(one["text"]) for one in content.get("own") or ()]
        return _agreed(content, ItemList(tuple(chosen), is_ordered=True)) if chosen else ()
    if section.code == "communication_plan":
        return (*blocks_of(content.get("topics") or ""), Notice(ruled(MEMBER_TO_POLICE)), Insert("communication_plan"))
    if section.code == "budget":
        return (Paragraph(said(NOBODY_IS_REFUSED)), Insert("budget"))
    if section.code == "house_rules":
        return (Paragraph(said(RULES_ARE_ANNEXED)),)
    if section.code == "entry_into_force":
        return tuple(Paragraph(one) for one in _in_force(content))
    return blocks_of(content.get("text") or "")


def _agreed(content: Content, objectives: ItemList) -> tuple[Block, ...]:
    """Why the network is founded, what it wants to reach, and what each expects of the other."""
    expected = ((said(words), content.get(f"expected_of_{party}")) for party, words in EXPECTED.items())
    told = (
        block
        for words, typed in expected
        if typed
        for block in (Paragraph(said("{what}:", what=words)), *blocks_of(typed))
    )
    return (*blocks_of(content.get("motives") or ""), objectives, *told)


def _what_and_where(text: CharterText) -> str:
    name = network(text.network_name, text.network_kind)
    if not text.police_zone:
        return said("Dit charter geldt voor {network} in de gemeente {municipality}.", network=name,
                    municipality=text.municipality)  # fmt: skip
    return said("Dit charter geldt voor {network} in de gemeente {municipality}, in het gebied van {zone}.",
                network=name, municipality=text.municipality, zone=text.police_zone)  # fmt: skip


def _in_force(content: Content) -> Iterator[str]:
    starts, until = content.get("starts"), _until(content)
    if starts == "on_day" and content.get("starts_on"):
        yield said("Dit charter geldt vanaf {day}.", day=long_date(date.fromisoformat(content["starts_on"])))
    elif starts:
        yield said("Dit charter gaat in {when}.", when=ruled(STARTS[starts]))
    if until:
        yield said("Het geldt tot en met {day}.", day=long_date(until))
    elif content.get("duration") == "indefinite":
        yield said("Het geldt voor onbepaalde tijd.")


def _duration(content: Content) -> str:
    until = _until(content)
    if until:
        return said("tot en met {day}", day=long_date(until))
    return said("onbepaalde tijd") if content.get("duration") == "indefinite" else ""


def _until(content: Content) -> date | None:
    return _day(content.get("until_on")) if content.get("duration") == "until" else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _party(row: Content) -> Party:
    return Party(
        role=ruled(PARTY_ROLES.get(row.get("role") or "", PARTY_ROLES["other"])),
        organisation=row.get("organisation") or "",
        name=row.get("name") or "",
        address=lines_of(row.get("address") or ""),
        phone=row.get("phone") or "",
        mail=row.get("email") or "",
    )


def _street(row: Content) -> StreetRange:
    segment = Segment("", row.get("side") or "all", row.get("from_number"), row.get("to_number"))
    numbers = area_line(describe_segment(segment, row["street"])).removeprefix(row["street"]).strip(" ()")
    return StreetRange(street=row["street"], numbers=numbers or said("heel de straat"))


def _communication_lines(plan: Content) -> Iterator[CommunicationLine]:
    messages = plan.get("messages") or {}
    for code, name in MESSAGE_CLASSES.items():
        row = messages.get(code) or {}
        if row.get("sender") or row.get("channel"):
            yield CommunicationLine(
                message_class=ruled(name),
                sender=row.get("sender") or "",
                approver=row.get("approver") or "",
                has_two_keys=row.get("two_keys") == "yes",
                channels=row.get("channel") or "",
                fallback=row.get("fallback") or "",
                recipients=row.get("recipients") or "",
                target_delay=row.get("delay") or "",
                feedback_by=row.get("feedback_owner") or "",
            )


def _communication_notes(plan: Content) -> Iterator[Definition]:
    for code, term in (
        ("log_keeper", said("Wie het logboek van de berichten bijhoudt")),
        ("list_keeper", said("Wie de ledenlijst beheert")),
        ("test", said("Wanneer er getest wordt")),
        ("supralocal", said("Afspraken met BIN’s van andere buurten")),
    ):
        if plan.get(code):
            yield Definition(term, plan[code])


def _budget_line(row: Content) -> BudgetLine:
    return BudgetLine(
        description=row.get("description") or "",
        is_basic=row.get("kind") != "extra",
        is_yearly=row.get("frequency") == "yearly",
        payer=ruled(PAYERS.get(row.get("payer") or "", "")),
        amount_cents=row.get("amount_cents") or 0,
    )


def _budget_notes(budget: Content) -> Iterator[Definition]:
    if budget.get("alternative_financing"):
        yield Definition(said("Als de steun stopt"), budget["alternative_financing"])
    cents = budget.get("member_contribution_cents")
    if cents is not None:
        asked = said("{amount} per jaar", amount=euro(cents)) if cents else said("geen: meedoen is gratis")
        yield Definition(said("Bijdrage van een lid"), asked)
    if budget.get("exemption"):
        yield Definition(said("Wie niet betaalt"), budget["exemption"])


def house_rules_of(text: CharterText) -> tuple[CharterSectionText, ...]:
    """The articles of the house rules, numbered as they come."""
    return tuple(_house_rules(text.contents.get("house_rules", {})))


def _house_rules(content: Content) -> Iterator[CharterSectionText]:
    articles = [(one.code, ruled(one.label), content.get(one.code) or "") for one in PROVISIONS]
    articles += [("own", one.get("title") or "", one.get("text") or "") for one in content.get("own") or ()]
    written = [article for article in articles if article[2]]
    for number, (code, title, text) in enumerate(written, 1):
        yield CharterSectionText(code=code, number=str(number), title=title, blocks=blocks_of(text))


def _signatories(record: CharterRecord) -> Iterator[Signatory]:
    """Who signs, with the name that the charter gives a function as long as nobody signed for it."""
    known = {
        one.get("role"): one.get("name") or "" for one in record.text.contents.get("parties", {}).get("parties") or ()
    }
    if not record.signatures:
        for planned in record.text.signatories:
            yield Signatory(
                organisation=organisation(planned.organisation) or ruled(PARTY_ROLES["other"]),
                capacity=line(body(planned.capacity)),
                name=line(planned.name or known.get(planned.role, "")),
            )
    for one in record.signatures:
        yield _signatory(one, known.get(one.role, ""))


def organisation(name: str) -> str:
    """For whom somebody signs, as models.queries.charters.charters names it, in the language of the document."""
    if spoken() == "fr" and name.startswith("Gemeente "):
        return line(f"Commune {of_place(name.removeprefix('Gemeente '))}")
    return line(name)


def _signatory(one: SignatureState, expected: str) -> Signatory:
    return Signatory(
        organisation=organisation(one.organisation) or ruled(PARTY_ROLES["other"]),
        capacity=line(body(one.capacity)),
        name=line(one.name or expected),
        place=line(one.place),
        signed_on=one.signed_on,
        method=_told(METHODS, one.method),
        signed_time=time_of_day(one.signed_at) if one.signed_at and one.method == "electronic" else "",
        identified=_told(HOW_IDENTIFIED, one.identified_by),
        noted=_noted(one),
        drawing=one.drawing,
        seen_sha256=one.fingerprint if one.is_signed else "",
    )


def _noted(one: SignatureState) -> str:
    """Who took a signature over from paper, and when: 'genoteerd door de gemeentelijke dienst, 15 oktober 2027 …'."""
    if one.method != "ink" or one.signed_at is None:
        return ""
    day, hour = long_date(one.signed_at.date()), time_of_day(one.signed_at)
    function = _told(NOTED_BY, one.recorded_as.removeprefix(DEPUTY))
    if not function:
        noted = said("genoteerd, {day}, {hour}", day=day, hour=hour)
    elif one.recorded_as.startswith(DEPUTY):
        noted = said("genoteerd door de plaatsvervanger van de {function}, {day}, {hour}", function=function, day=day,
                     hour=hour)  # fmt: skip
    else:
        noted = said("genoteerd door de {function}, {day}, {hour}", function=function, day=day, hour=hour)
    checked = _told(NOTED_BY, one.checked_as.removeprefix(DEPUTY))
    if not checked:
        return noted
    return said("{noted}; met de scan vergeleken door de {function}", noted=noted, function=checked)


def _told(table: Mapping[str, str], code: str) -> str:
    """What the table calls it, in the language of the document; empty for a code that it does not have."""
    return said(table[code]) if code in table else ""
