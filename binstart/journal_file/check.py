"""Checks a file of journals by what README.md beside it publishes: python check.py FILE [SEALS]. Needs no Binstart.

Prints each fault; the code is 1 when there is one.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def chained(before: str, body: list[Any]) -> str:
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((before + text).encode()).hexdigest()


def faults(lines: Iterable[str], outside: list[str]) -> Iterator[str]:
    before, count, kept, is_whole = "", 0, set(), False
    sealed: dict[tuple[str, int], str] = {}
    present: dict[str, Any] = {}
    other: dict[int, str] = {}
    erased: dict[int, str] = {}
    chains, sequence, last = 0, 0, ""
    for line in map(json.loads, lines):
        if "seal" in line:
            body, count = line["seal"], count + 1
            heads = "".join(f"{chain} {sequence} {hash_}\n" for chain, sequence, hash_ in line["heads"])
            if body[0] != count or hashlib.sha256(heads.encode()).hexdigest() != body[5]:
                yield f"seal {body[0]}: one before it is missing, or its heads were changed"
            if chained(before, body) != line["hash"]:
                yield f"seal {body[0]}: changed, or one before it was"
            before = line["hash"]
            kept.add(f"{body[0]} {body[1]} {before}")
            sealed.update({(chain, sequence): hash_ for chain, sequence, hash_ in line["heads"]})
        elif "chain" in line or "end" in line:
            if present and (present["length"], present["head"]) != (sequence, last):
                yield f"{present['chain']}: ends at entry {sequence}, and should at {present['length']}"
            for entry in (entry for entry, remains in other.items() if erased.get(entry) != remains):
                yield f"{present['chain']}: entry {entry} was changed, or what stood before it was"
            other, erased = {}, {}
            is_whole = "end" in line and line["end"] == {"seals": count, "chains": chains}
            present, sequence, last, chains = line if "chain" in line else {}, 0, "", chains + 1
        elif "entry" in line:
            name, sequence = present.get("chain", "none"), sequence + 1
            if line["entry"][1] != sequence or name.split(" ", 1)[-1] != line["entry"][0]:
                yield f"{name}: entry {line['entry'][1]} stands where entry {sequence} should"
            if chained(last, line["entry"]) != line["hash"]:
                other[sequence] = chained("", line["entry"])
            if line["entry"][3] == "words:erased":
                erased[line["entry"][-1]["sequence"]] = line["entry"][-1]["remains"]
            last = line["hash"]
            if sealed.pop((name, sequence), last) != last:
                yield f"{name}: entry {sequence} is not the one that was sealed"
    yield from (f"{name}: entry {sequence} was sealed, and is missing" for name, sequence in sealed)
    yield from (f"seal kept outside: {line} is not in this file" for line in outside if line not in kept)
    if not is_whole:
        yield "the file was cut off, or a seal or journal is missing"


if __name__ == "__main__":
    seals = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines() if len(sys.argv) > 2 else []
    with open(sys.argv[1], encoding="utf-8") as file:
        found = [print(fault) for fault in faults(file, seals)]
    print("wrong" if found else "as it was written")
    sys.exit(bool(found))
