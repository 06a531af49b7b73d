"""What is agreed: which sentences came and went, and when two texts are the same."""

from models.rules.agreement import AgreedText, Change, changes_between, changes_in_list


def test_a_sentence_that_was_replaced_is_told_as_gone_and_come() -> None:
    before = "Er wordt ingebroken. Wij kennen elkaar niet."
    after = "Er wordt ingebroken. Wij willen elkaar leren kennen."

    changes = changes_between(before, after)

    assert changes == (
        Change("kept", "Er wordt ingebroken."),
        Change("removed", "Wij kennen elkaar niet."),
        Change("added", "Wij willen elkaar leren kennen."),
    )


def test_a_text_that_was_empty_has_only_new_sentences() -> None:
    assert changes_between("", "Snel antwoorden.\nEen vaste agent.") == (
        Change("added", "Snel antwoorden."),
        Change("added", "Een vaste agent."),
    )


def test_the_order_of_objectives_is_no_change() -> None:
    changes = changes_in_list(("a", "b"), ("b", "c", "a"))

    assert [(one.kind, one.text) for one in changes] == [("kept", "a"), ("kept", "b"), ("added", "c")]


def test_the_same_text_in_another_version_has_the_same_fingerprint() -> None:
    first = AgreedText(1, "Waarom.", {"police": "Antwoorden."}, ("prevention",))

    assert (
        first.fingerprint
        == AgreedText(2, "Waarom.", {"police": "Antwoorden.", "residents": ""}, ("prevention",)).fingerprint
    )
    assert first.fingerprint != AgreedText(1, "Waarom?", {"police": "Antwoorden."}, ("prevention",)).fingerprint
