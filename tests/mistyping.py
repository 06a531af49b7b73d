"""What people type instead of a street's name."""

from random import Random


def mistype(random: Random, name: str) -> str:
    """The name with one or two typing errors: a letter missing, too much, wrong, or exchanged with its neighbour."""
    letters = list(name)
    for _ in range(random.choice((1, 2))):
        place = random.randrange(len(letters) - 1)
        match random.randrange(4):
            case 0 if len(letters) > 4:
                del letters[place]
            case 1:
                letters.insert(place, random.choice("aeioustnrl"))
            case 2:
                letters[place] = random.choice("aeioustnrl")
            case _:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)
