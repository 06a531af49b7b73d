"""The texts of all mails, one file per kind: the subject on the first line, then what happened and what follows."""
