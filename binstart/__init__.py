"""The command `binstart`: prepares a machine, starts and watches the parts of the system, plays scenarios."""
