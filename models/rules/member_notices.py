"""What members are told about their network itself. Messages about safety are `models.rules.messages`."""

# Each has its text in documents/notices/to_members. In words: what a coordinator reads who brings it on paper.
KINDS = {
    "continue": "het netwerk gaat verder",
    "adjust_charter": "het charter wordt bijgestuurd",
    "change_area": "het gebied verandert",
    "split": "het netwerk wordt gesplitst",
    "split_part": "een deel vraagt een eigen netwerk",
    "replace_coordinator": "er komt een andere coördinator",
    "suspend": "het netwerk is geschorst",
    "merge": "het netwerk ging op in een ander",
    "joined": "een ander netwerk komt erbij",
    "terminate": "het netwerk stopt",
    "outside": "een woning ligt niet meer in het gebied",
}
# Who pauses wants no messages now. What changes their own membership they hear all the same (as of a split, a merger
# and an area that changed).
ALSO_WHO_PAUSES = frozenset({"terminate"})
