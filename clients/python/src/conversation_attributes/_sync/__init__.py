"""The client that blocks. All but this file and ``platform.py`` is made from ``_async`` by ``npm run generate``."""
