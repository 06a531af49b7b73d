"""The authorities that the police contact about a request (seed 000), as they are called in a sentence."""

JUDICIAL, ADMINISTRATIVE = "judicial", "administrative"
AUTHORITIES = {JUDICIAL: "de gerechtelijke overheid", ADMINISTRATIVE: "de bestuurlijke overheid"}
