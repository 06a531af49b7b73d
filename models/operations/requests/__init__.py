"""The founding request: begun, gone on with elsewhere, sent, completed, accepted or refused."""
