"""From a record of facts to what a document prints: what the wording depends on."""
