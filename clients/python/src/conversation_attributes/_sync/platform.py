"""What differs between the two clients."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import httpx

Http = httpx.Client
Lock = threading.Lock
sleep = time.sleep

#: Gives an access token for each request; asked with the one that the API has just not taken, to be renewed.
TokenFunction = Callable[[str | None], str]
