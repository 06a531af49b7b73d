"""The launch: its checklist, its kit of texts, and the quotes that it asks for."""
