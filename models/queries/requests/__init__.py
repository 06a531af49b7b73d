"""What a request is held against: the area, its dwellings, and what is there already."""
