"""Crash drills: a played country while its processes are killed, stopped, slowed, filled up and cut off, at random.

`python -m drills --seed 1 --kills 200`: afterwards nothing that was answered with success is lost or doubled, every
journal is whole and every case stands where the procedure allows it. The figures are printed, `--json` for a machine.
"""
