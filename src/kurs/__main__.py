"""`python -m kurs`: the commands, without a script that names its Python by path."""

import sys

from .cli import main

sys.exit(main())
