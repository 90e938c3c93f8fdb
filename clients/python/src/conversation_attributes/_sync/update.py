# Written by `npm run generate` from ../_async/update.py: change it there.
"""Reads, merges and writes, again while others write."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .._http import pause
from ..models import AttributeChanges
from ..problems import VersionConflict
from .platform import sleep

State = TypeVar("State")

#: How often it reads and merges while others write. Of as many writers, each changing once, none gives up.
MOST_READS = 50


def update(
    read: Callable[[], State],
    changes_of: Callable[[State], AttributeChanges | None],
    write: Callable[[AttributeChanges, State], State],
) -> State:
    """Reads, asks what is to change, and writes it on condition that nothing was written meanwhile; else starts again.

    Raises VersionConflict when others were faster every time.
    """
    attempt = 1
    while True:
        state = read()
        changes = changes_of(state)
        if not changes:
            return state
        try:
            return write(changes, state)
        except VersionConflict:
            if attempt >= MOST_READS:
                raise
        # Short: the conflict is over when the other's write is. The limit doubles twice.
        sleep(pause(min(attempt, 3)))
        attempt += 1
