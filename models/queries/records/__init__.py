"""From rows to what is printed: one file per noun of `models.rules.records`, with plain values only."""
