"""Networks: where they are, their members, messages, measures, coordinators, and how alive they are."""
