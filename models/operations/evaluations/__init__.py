"""The evaluation, and the surveys of the members that it rests on."""
