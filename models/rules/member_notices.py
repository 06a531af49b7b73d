"""What members are told about their network itself. Messages about safety are `models.rules.messages`."""

KINDS = {
    "outside": "een woning ligt niet meer in het gebied",
}
