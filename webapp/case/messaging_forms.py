"""The forms of messages to the members: writing one, letting it go, and entering what left by another way."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Optional

from models.message import Message
from models.operations.networks.messaging import MessageText, SentElsewhere
from models.rules.access import Role
from models.rules.messages import FEEDBACK, KINDS, LONGEST_SUBJECT
from webapp.case.forms import ActionForm, a_count, a_line, a_text
from webapp.dates import MomentField
from webapp.formatting import moment
from webapp.forms import number_of

NOT_HERE = "0"


class WriteMessageForm(ActionForm):
    """What kind of message, and its words."""

    kind = RadioField(_l("Wat voor bericht is het?"), validators=[InputRequired(_l("Kies wat voor bericht dit is."))])
    about_id = SelectField(_l("Over welk bericht gaat de terugkoppeling?"), validators=[Optional()],
                           description=_l("Alleen bij een terugkoppeling."))  # fmt: skip
    subject = a_line(_l("Waarover gaat het, in één regel?"), _l("Vul in één regel in waarover het gaat."),
                     _l("Dit wordt de titel van de mail, en de sms. Bijvoorbeeld: Babbeltrucs aan de deur in de "
                        "Molenwijk"), maxlength=LONGEST_SUBJECT)  # fmt: skip
    text = a_text(_l("Het bericht"), _l("Schrijf het bericht."),
                  _l("Geen namen, adressen, nummerplaten of foto’s waaraan men iemand herkent."))  # fmt: skip

    def offer(self, roles: Iterable[Role], before: Sequence[Message]) -> None:
        """The kinds that this person writes, and the messages on which there can be feedback."""
        writes = [code for code, kind in KINDS.items() if not kind.writers.isdisjoint(roles)]
        self.kind.choices = [SelectChoice(code, _(KINDS[code].name)) for code in writes]
        if not before or all(KINDS[code].message_class != FEEDBACK for code in writes):
            del self.about_id
            return
        self.about_id.choices = [SelectChoice(NOT_HERE, _("Een ander bericht, of geen"))] + [
            SelectChoice(str(one.id), f"{moment(one.happened_at)}: {one.subject}") for one in before
        ]

    def words(self) -> MessageText:
        """What was filled in."""
        about = number_of(self.about_id.data) if "about_id" in self else 0
        return MessageText(self.kind.data or "", self.subject.data or "", self.text.data or "", about or None)


class RewriteMessageForm(WriteMessageForm):
    """The same for a message that stands there, at the words that were seen."""

    revision = HiddenField()


class EnterMessageForm(WriteMessageForm):
    """What left by another way."""

    happened_at = MomentField(_l("Wanneer vertrok het?"),
                              validators=[InputRequired(_l("Vul in wanneer het bericht vertrok."))])  # fmt: skip
    way = a_line(_l("Langs welke weg?"), _l("Vul in langs welke weg het vertrok."),
                 _l("Bijvoorbeeld: sms via BE-Alert."))  # fmt: skip
    reached = a_count(_l("Hoeveel mensen kregen het?"), hint=_l("Leeg: dat weet u niet."))
    not_reached = a_count(_l("Hoeveel mensen kregen het niet?"), hint=_l("Leeg: dat weet u niet."))

    def sent(self) -> SentElsewhere:
        """How it left."""
        assert self.happened_at.data is not None  # asked before
        return SentElsewhere(self.way.data or "", self.happened_at.data, self.reached.data, self.not_reached.data)


class ReleaseMessageForm(ActionForm):
    """Letting a message go, with a word of the coordinator where the police wrote it."""

    revision = HiddenField()
    foreword = a_text(_l("Wilt u er iets bij schrijven?"), hint=_l("Dat hoeft niet. Het staat boven het bericht, als "
                                                                  "van u. Aan de woorden van de politie verandert u "
                                                                  "niets."))  # fmt: skip


class HoldBackForm(ActionForm):
    """Why a message does not leave."""

    reason = a_text(_l("Waarom niet?"), hint=_l("Dat hoeft niet. Wie het bericht schreef, leest dit."))
