"""The client for asyncio. The one in ``_sync`` is made from it by ``npm run generate``: change this one."""
