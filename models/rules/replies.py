"""What somebody can answer to the invitation of an info evening, in words, and how long what they gave is kept."""

ANSWERS = {
    "coming": "Wij komen",
    "interested": "Wij komen niet, maar willen wel weten hoe het verdergaat",
    "absent": "Wij komen niet",
}
NEEDS = {
    "sign_language": "een tolk Vlaamse Gebarentaal",
    "hearing_loop": "een ringleiding",
    "wheelchair": "een plaats voor een rolstoel",
    "large_print": "papieren in grote letters",
}
STATES = {
    "unconfirmed": "niet bevestigd",
    "standing": "genoteerd",
    "waiting": "op de wachtlijst",
    "withdrawn": "ingetrokken",
}
MOST_PEOPLE = 10  # of one dwelling: who comes with more calls the desk
LONGEST_QUESTION = 1000
REMIND_DAYS_BEFORE = 2
