"""The forms about opinions: whose, about what, with which documents; what came in; and what advisers ask back."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectChoice, SelectMultipleField
from wtforms.validators import Length, Optional

from models.operations.accounts.signing_in import LONGEST_ADDRESS
from models.queries.cases.case_parts import Paper
from models.rules.advice import ADVISER_KINDS, TENDENCIES
from models.upload import Upload
from webapp.case.forms import ActionForm, a_choice, a_day, a_line, a_reason, a_text, yes_or_no
from webapp.forms import trimmed


class AskOpinionForm(ActionForm):
    """Whose opinion, about what, by when; with a mail address: through a link, with the documents that they may see."""

    adviser = a_line(_l("Aan wie vraagt u advies?"), _l("Vul in aan wie u advies vraagt."),
                   _l("Bijvoorbeeld de wijkinspecteur, de jeugddienst of het parket."))  # fmt: skip
    adviser_kind = a_choice(_l("Wie is dat?"), ADVISER_KINDS, _l("Kies uit de lijst wie de adviseur is."),
                            default="other")  # fmt: skip
    email = EmailField(
        _l("E-mailadres van de adviseur"),
        filters=[trimmed],
        description=_l(
            "De adviseur krijgt een persoonlijke link en antwoordt zelf, zonder account. Wie hier zelf werkt, zoals de "
            "wijkinspecteur of een andere politiezone, vindt de vraag in de eigen werklijst. "
            "Leeg: u noteert het advies zelf."
        ),
        validators=[Optional(), Length(max=LONGEST_ADDRESS, message=_l("Dit e-mailadres is te lang."))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    question = a_text(_l("Wat wilt u weten?"), hint=_l("Wie via de link antwoordt, leest deze vraag."))
    due_on = a_day(_l("Ten laatste op"))
    shared = SelectMultipleField(
        _l("Wat mag de adviseur via de link zien?"),
        description=_l(
            "De naam, de soort, het gebied en de beweegredenen ziet een adviseur altijd, de aanvrager niet. "
            "Kies alleen documenten die nodig zijn: ze zijn heel te lezen."
        ),
    )

    def offer(self, papers: Iterable[Paper], uploads: Iterable[Upload]) -> None:
        """The documents and uploads of the case."""
        made = [(f"document-{one.id}", f"{one.title} ({_kind(one)})") for one in papers if one.state == "made"]
        found = made + [(f"upload-{one.id}", one.name) for one in uploads]
        self.shared.choices = [SelectChoice(value, label) for value, label in found]


def _kind(paper: Paper) -> str:
    return "PDF" if paper.media_type == "application/pdf" else paper.media_type.rsplit(".", 1)[-1].split("/")[-1]


class GiveOpinionForm(ActionForm):
    """The opinion that came in."""

    tendency = a_choice(_l("Het advies is"), TENDENCIES, _l("Kies een van de antwoorden."))
    text = a_text(_l("Het advies"), _l("Vul het advies in."), _l("Neem het over, of vat het samen."))
    given_on = a_day(_l("Gegeven op"), _l("Vul in wanneer het advies gegeven is."))


class WithdrawOpinionForm(ActionForm):
    """Why the opinion is no longer needed."""

    reason = a_reason(_l("Waarom is dit advies niet meer nodig?"), _l("De adviseur en de partners lezen dit."))


class GrantTimeForm(ActionForm):
    """Whether an adviser gets more time, and until when."""

    is_granted = yes_or_no(_l("Krijgt de adviseur meer tijd?"))
    due_on = a_day(_l("Nieuwe laatste dag"), hint=_l("Zoals gevraagd, of een andere dag."))
    answer = a_text(_l("Uw antwoord"), hint=_l("Nodig als u nee zegt. De adviseur leest dit."))


class AnswerAdviserForm(ActionForm):
    """The answer to what an adviser still wants to know."""

    answer = a_text(_l("Uw antwoord"), _l("Vul uw antwoord in."), _l("De adviseur krijgt dit per mail."))
    due_on = a_day(_l("Nieuwe laatste dag voor het advies"), hint=_l("Leeg: de termijn blijft zoals ze is."))
