"""A sealed charter tells of every signature how it came about, and that it stands under this very text."""

import dataclasses
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from documents.contexts.procedure import CharterContext, NotPrintable, Signatory
from documents.filling.charter import charter as filled
from documents.kinds import example
from documents.press.rendering import render
from models.rules.charter_text import SignatureState
from tests.letters.reading import squeezed, text_of_pdf, violations
from tests.letters.test_filling_charter import record

BELGIUM = ZoneInfo("Europe/Brussels")
SEEN = "a" * 64


def charter(**changes: object) -> CharterContext:
    """The example, with other values."""
    known = example("charter")
    assert isinstance(known, CharterContext)
    return dataclasses.replace(known, **changes)  # type: ignore[arg-type]


def thirty() -> tuple[Signatory, ...]:
    """Thirty signatories, each with a name of their own."""
    known = charter().signatories
    return tuple(
        dataclasses.replace(known[number % len(known)], name=f"{known[number % len(known)].name} de {number}e")
        for number in range(30)
    )


def signed(**evidence: object) -> Signatory:
    """The first signatory of a signed charter, with this evidence."""
    plain = record(signed=True)
    one = dataclasses.replace(plain.signatures[0], fingerprint=SEEN, **evidence)  # type: ignore[arg-type]
    return filled(dataclasses.replace(plain, signatures=(one, *plain.signatures[1:]))).signatories[0]


def test_the_evidence_of_thirty_signatures_is_printed_and_stays_archival_and_accessible() -> None:
    document = render("charter", charter(signatories=thirty()))

    text = squeezed(text_of_pdf(document.content))
    assert violations(document.content, "ua1") + violations(document.content, "3a") == []
    assert document.log == ()
    for one in thirty():
        evidence = f"{one.signed_time}{one.identified}{', ' + one.noted if one.noted else ''}{charter().content_sha256}"
        assert squeezed(evidence) in text
        assert text.count(squeezed(one.name)) >= 2  # where they sign, and with the evidence
    assert text.count(charter().content_sha256) == 31


def test_the_charter_claims_no_more_than_a_simple_electronic_signature() -> None:
    text = squeezed(text_of_pdf(render("charter", charter()).content))

    assert squeezed("gewone elektronische handtekeningen") in text
    assert squeezed("niet geavanceerd en niet gekwalificeerd") in text


@pytest.mark.parametrize("state", ["draft", "for_signature"])
def test_as_long_as_not_everybody_signed_there_is_no_evidence(state: str) -> None:
    unsigned = tuple(Signatory(organisation="o", capacity="c", name="n") for _ in range(2))
    told = {"content_sha256": "", "verify_url": ""} if state == "draft" else {}

    document = render("charter", charter(state=state, sealed_on=None, signatories=unsigned, **told))

    assert "Bewijs bij de handtekeningen" not in text_of_pdf(document.content)


def test_a_signature_under_another_text_is_never_printed_under_this_one() -> None:
    other = dataclasses.replace(charter().signatories[0], seen_sha256="b" * 64)

    with pytest.raises(NotPrintable, match="another text"):
        charter(signatories=(other, *charter().signatories[1:]))


@pytest.mark.parametrize(
    ("method", "words"),
    [("link", "aangemeld met een eenmalige link, per mail"), ("password_and_code", "aangemeld met wachtwoord en code")],
)
def test_on_screen_it_is_told_how_the_signatory_signed_in_and_at_what_time(method: str, words: str) -> None:
    one = signed(identified_by=method, signed_at=datetime(2027, 4, 15, 9, 5, tzinfo=BELGIUM), recorded_as="mayor")

    assert (one.signed_time, one.identified, one.noted, one.seen_sha256) == ("09.05 uur", words, "", SEEN)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        ("desk_officer", "genoteerd door de gemeentelijke dienst, 16 april 2027, 09.05 uur"),
        ("deputy:mayor", "genoteerd door de plaatsvervanger van de burgemeester, 16 april 2027, 09.05 uur"),
        ("", "genoteerd, 16 april 2027, 09.05 uur"),
    ],
)
def test_on_paper_it_is_told_who_took_it_over_and_when(function: str, words: str) -> None:
    one = signed(
        method="ink", identified_by="paper", signed_at=datetime(2027, 4, 16, 9, 5, tzinfo=BELGIUM), recorded_as=function
    )

    assert (one.signed_on, one.signed_time) == (date(2027, 4, 15), "")
    assert (one.identified, one.noted) == ("handtekening op papier", words)


def test_a_signature_from_before_the_evidence_was_kept_says_no_more_than_is_known() -> None:
    state = SignatureState(1, "burgemeester", "o", "n", "mayor", 1, "p", "electronic", date(2027, 4, 15))
    plain = record(signed=True)

    one = filled(dataclasses.replace(plain, signatures=(state,))).signatories[0]

    assert (one.method, one.signed_time, one.identified, one.seen_sha256) == ("elektronisch, in Binstart", "", "", "")
