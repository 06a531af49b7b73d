"""What the rules call things in a word or two in a charter, as documents.short_words for other documents."""

from documents.language import to_say

WORDS = (
    # who is a partner, and who signs
    to_say("Gemeente"),
    to_say("Burgemeester"),
    to_say("Politiezone"),
    to_say("Korpschef"),
    to_say("Gemandateerde politiebeambte"),
    to_say("Plaatsvervangend gemandateerde"),
    to_say("Coördinator"),
    to_say("Plaatsvervangend coördinator"),
    to_say("Andere partner"),
    to_say("burgemeester"),
    to_say("korpschef"),
    to_say("gemandateerde politiebeambte"),
    to_say("coördinator"),
    to_say("plaatsvervangend coördinator"),
    # classes of messages, and who pays
    to_say("Dringend bericht"),
    to_say("Terugkoppeling"),
    to_say("Vermiste persoon"),
    to_say("Noodsituatie"),
    to_say("iemand anders"),
    # sections, and articles of the house rules
    to_say("Wettelijke basis"),
    to_say("Doelstellingen"),
    to_say("Communicatieplan"),
    to_say("Ondertekening"),
    to_say("Hier staat wat we samen willen bereiken."),
    to_say("Privacyverklaring"),
    to_say("Maatregelen"),
)
