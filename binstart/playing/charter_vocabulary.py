"""What scenarios can say about the charter. Its sections are made from the charter's own table of what each asks."""

from collections.abc import Mapping

from binstart.playing.shapes import (
    Choice,
    Field,
    Group,
    ListOf,
    Number,
    PersonKey,
    Shape,
    Table,
    Text,
    When,
    YesNo,
)
from binstart.playing.verbs import BODY, REASON, Verb, can, must
from models.rules.charter_sections import SECTIONS as CHARTER_SECTIONS
from models.rules.charter_sections import Field as CharterField


def _shape(asked: CharterField) -> Shape:
    if asked.kind == "choice":
        return Choice(tuple(asked.choices))
    if asked.kind == "choices":
        return ListOf(Choice(tuple(asked.choices)))
    if asked.kind == "number":
        return Number()
    if asked.kind == "day":
        return When()
    if asked.kind == "rows":
        return ListOf(Group(_fields(asked.columns)))
    if asked.kind == "fixed_rows":
        return Table(tuple(asked.choices), Group(_fields(asked.columns)))
    return Text()


def _fields(asked: tuple[CharterField, ...]) -> Mapping[str, Field]:
    # Nothing must be given: a section can be filled in over several steps, and what stands there stays.
    return {one.code: Field(_shape(one), one.label) for one in asked}


SECTIONS: dict[str, Field] = {
    section.code: Field(Group(_fields(section.fields)), section.title) for section in CHARTER_SECTIONS
}

CHARTER_VERBS: dict[str, Verb] = {
    "record_screening": Verb(
        "The police note the result of a coordinator's screening.",
        {
            "person": must(PersonKey()),
            "result": must(Choice(("suitable", "not_suitable"))),
            "screened_on": can(When(), "today by default"),
        },
    ),
    "edit_charter": Verb("Fill in sections of the charter, each on its own page.", {"sections": must(Group(SECTIONS))}),
    "comment_charter": Verb(
        "Say something about a piece of the charter, or suggest other words for it.",
        {
            "section": must(Choice(tuple(section.code for section in CHARTER_SECTIONS))),
            "about": can(Text(), "words of the piece; the whole section by default"),
            "text": can(Text()),
            "suggestion": can(Text(), "the piece as it should be"),
        },
    ),
    "answer_comment": Verb(
        "Answer the first comment on a section that is open, and say what becomes of it.",
        {
            "section": must(Choice(tuple(section.code for section in CHARTER_SECTIONS))),
            "text": can(Text()),
            "outcome": can(Choice(("open", "taken_over", "done", "not_followed")), "open by default"),
        },
    ),
    "settle_remark": Verb(
        "Say what was done about each remark of the FOD Binnenlandse Zaken that waits.",
        {"answer": must(Text()), "is_followed": can(YesNo(), "yes by default")},
    ),
    "open_section": Verb(
        "Let one more section change in an amendment.",
        {"section": must(Choice(tuple(section.code for section in CHARTER_SECTIONS))), "reason": REASON},
    ),
    "add_signatory": Verb(
        "Add a partner who signs on paper, besides those whom the settings name.",
        {"capacity": must(Text(), "as it is printed: 'voorzitter van de handelaarsvereniging'"), "name": must(Text())},
    ),
    "freeze_charter": Verb(
        "Fix the text of the charter, so that it can be signed.",
        {"reason": can(Text(), "why what the page calls unusual may stay; given for each of them")},
    ),
    "reopen_charter": Verb("Open a fixed text again; signatures under it lapse.", {"reason": REASON, "body": BODY}),
    "sign_charter": Verb(
        "Each of `who` signs for each capacity that is theirs; `who: everyone`: all who can sign electronically.",
        {"place": can(Text(), "where; the municipality by default")},
        by="many",
    ),
    "refuse_signature": Verb("Refuse to sign; a next version begins.", {"reason": REASON}),
    "check_ink_signature": Verb(
        "The second pair of eyes on every signature on paper that somebody else entered; they count.",
        {"reason": can(Text(), "what is wrong: then the first of them goes back to who entered it")},
    ),
    "record_ink_signature": Verb(
        "The desk enters a signature on paper, with a scan.",
        {
            "capacity": must(Text(), "for which line, as it is printed"),
            "name": can(Text()),
            "place": can(Text()),
            "signed_on": can(When(), "today by default"),
        },
    ),
}
