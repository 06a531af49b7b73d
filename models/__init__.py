"""What is true, and what is allowed: tables, rules, operations, questions and migrations."""
