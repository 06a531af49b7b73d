"""What several words of the command take."""

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder for all that is kept.  [default: BINSTART_DATA_DIR or ./data]")
]
