"""The client of Conversation Attributes: one that blocks, and one for asyncio."""

from . import models, problems
from ._async.client import AsyncConversationAttributes
from ._async.conversation import AsyncConversationById
from ._async.flow import AsyncFlow
from ._async.participant import AsyncParticipantById
from ._async.web_channel import AsyncWebChannel
from ._sync.client import ConversationAttributes
from ._sync.conversation import ConversationById
from ._sync.flow import Flow
from ._sync.participant import ParticipantById
from ._sync.web_channel import WebChannel
from .errors import NoAnswer, RequestRefused

__all__ = [
    "AsyncConversationAttributes",
    "AsyncConversationById",
    "AsyncFlow",
    "AsyncParticipantById",
    "AsyncWebChannel",
    "ConversationAttributes",
    "ConversationById",
    "Flow",
    "NoAnswer",
    "ParticipantById",
    "RequestRefused",
    "WebChannel",
    "models",
    "problems",
]
