"""What a user of a generated client for Python does; it prints what the test looks at."""

import json
import os

from generated import AuthenticatedClient
from generated.api.conversations import create_conversation, get_conversation
from generated.api.flows import flush_attributes, set_attributes
from generated.api.participants import patch_participant_attributes
from generated.models import (
    AttributeChanges,
    AttributesInput,
    AttributesPatch,
    Conversation,
    ConversationInput,
    ConversationInputType,
    Flush,
    GetConversationExpandItem,
    ParticipantInput,
    PatchedAttributes,
    Pending,
    Problem,
    ProblemCode,
    FlowAttributesInput,
    StringAttributeChanges,
)

client = AuthenticatedClient(base_url=os.environ["API_URL"], token=os.environ["TOKEN"])
given = AttributesInput.from_dict(json.loads(os.environ["ATTRIBUTES"]))
made = create_conversation.sync(
    client=client,
    body=ConversationInput(
        type_=ConversationInputType.VOICE,
        participants=[ParticipantInput(purpose="customer", attributes=given)],
    ),
)
assert isinstance(made, Conversation), made

values = StringAttributeChanges.from_dict({"tier": "gold", "language": None})
pending = set_attributes.sync(made.id, "ivr-1", client=client, body=FlowAttributesInput(attributes=values))
assert isinstance(pending, Pending), pending
flush_attributes.sync(made.id, "ivr-1", client=client, body=Flush())

removal = AttributesPatch(attributes=AttributeChanges.from_dict({"removed": None}))
patched = patch_participant_attributes.sync(made.id, "customer", client=client, body=removal)
assert isinstance(patched, PatchedAttributes), patched
expand = [GetConversationExpandItem.PARTICIPANTS, GetConversationExpandItem.DATA]
read = get_conversation.sync(made.id, client=client, expand=expand)
assert isinstance(read, Conversation) and read.participants, read

stale = AttributesPatch(attributes=AttributeChanges.from_dict({"tier": "silver"}), version=1)
problem = patch_participant_attributes.sync(made.id, "customer", client=client, body=stale)
assert isinstance(problem, Problem), problem

print(
    json.dumps(
        {
            "pending": pending.pending,
            "attributes": read.participants[0].attributes.to_dict(),
            "version": patched.version,
            "code": problem.code,
            "isConflict": problem.code == ProblemCode.VERSION_CONFLICT,
            "currentVersion": problem.current_version,
        }
    )
)
