"""The support base as it is shown, and as it is judged."""
