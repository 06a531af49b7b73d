"""What scenarios can say about the federal check, the launch and the evaluation."""

from binstart.playing.shapes import Choice, Field, Group, ListOf, Number, Shape, StreetName, Text, When, YesNo
from binstart.playing.verbs import BODY, REASON, Verb, can, must
from models.operations.charters.checking_federally import CHANNELS, RESULTS
from models.rules.charter_sections import SECTION
from models.rules.evaluation_form import JUDGEMENTS, QUESTIONS, Question
from models.rules.procedure import OUTCOMES
from models.rules.procedure_settings import LAUNCH_ITEMS


def _question(question: Question) -> Field:
    shapes: dict[str, Shape] = {"count": Number(), "judgement": Choice(tuple(JUDGEMENTS)), "text": Text()}
    return Field(shapes[question.kind], question.sentence, question.is_required)


def _view(side: str) -> dict[str, Field]:
    return {question.code: _question(question) for question in QUESTIONS[side]}


LAUNCH_VERBS: dict[str, Verb] = {
    "send_to_federal_interior": Verb(
        "Note that the signed charter was sent to the FOD Binnenlandse Zaken.",
        {"sent_on": can(When(), "today by default"), "channel": must(Choice(CHANNELS))},
    ),
    "record_federal_answer": Verb(
        "Note the answer of the FOD Binnenlandse Zaken; remarks lead back to the charter.",
        {
            "result": must(Choice(tuple(RESULTS))),
            "answered_on": can(When(), "today by default"),
            "reference": can(Text()),
            "remarks": can(Text(), "needed with `result: remarks`, unless `concerns` tells them"),
            "concerns": can(
                ListOf(
                    Group(
                        {"section": can(Choice(tuple(SECTION)), "the whole charter by default"), "text": must(Text())}
                    )
                ),
                "each remark with the section that it concerns",
            ),
        },
    ),
    "check_launch_item": Verb(
        "Tick off points of the launch list.",
        {"items": must(ListOf(Choice(tuple(LAUNCH_ITEMS)), all_allowed=True)), "is_done": can(YesNo(), "no: untick")},
    ),
    "decide_launch": Verb(
        "The police decide that and from when the network is active.",
        {
            "active_on": must(When()),
            "how_to_join": must(Text()),
            "quote": can(Text(), "for the announcement"),
        },
    ),
    "open_evaluation": Verb("Open the evaluation by hand, before its day has come."),
    "fill_evaluation_as_coordinator": Verb("The coordinator's view.", _view("coordinator")),
    "fill_evaluation_as_police": Verb("The view of the police.", _view("police")),
    "fill_evaluation_as_municipality": Verb("The view of the municipality.", _view("municipality")),
    "record_discussion": Verb(
        "The partners discussed the three views.",
        {
            "discussed_on": can(When(), "today by default"),
            "discussed_by": must(Text(), "who was there"),
            "conclusions": must(Text()),
        },
    ),
    "close_evaluation": Verb(
        "Close the evaluation with an outcome, which is carried out.",
        {
            "outcome": must(Choice(tuple(OUTCOMES))),
            "reason": REASON,
            "body": BODY,
            "successor": can(Text(), "with `outcome: merge`, the case of the network that it becomes part of"),
            "leaving": can(ListOf(StreetName()), "with `outcome: split`, the streets that ask a network of their own"),
            "new_name": can(Text(), "with `outcome: split`, how that network will be called"),
        },
    ),
    "amend_charter": Verb(
        "Begin a new version of a charter that is in force, in which only some sections change.",
        {
            "sections": must(ListOf(Choice(tuple(SECTION))), "the codes of those that change"),
            "reason": REASON,
            "body": BODY,
        },
    ),
}
