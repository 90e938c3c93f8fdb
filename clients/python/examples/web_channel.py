"""Configures what guests may set on a web channel, simulates a guest's message, and verifies the conversation.

Runs as it is against `npm start`; API_URL, API_CLIENT_ID and API_CLIENT_SECRET name another deployment.
"""

import os

from conversation_attributes import ConversationAttributes

CHANNEL = "shop"


def configure(api: ConversationAttributes) -> None:
    """The channel takes a tier as text and a number of items; nothing else that a page sends is kept."""
    api.web_channel(CHANNEL).patch_settings(
        type="webmessaging", allowed=["tier", {"name": "cartItems", "type": "integer"}]
    )


def simulate_guest(api: ConversationAttributes) -> str:
    """A guest writes: this is what your own web server passes on."""
    taken = api.web_channel(CHANNEL).send(
        {
            "message": {"text": "Where is my order?"},
            "metadata": {"tier": "gold", "cartItems": 3, "isAdmin": True},
        }
    )
    print("accepted", ", ".join(sorted(taken["accepted"])))
    for dropped in taken["dropped"]:
        print("dropped", dropped["name"], "because it is", dropped["reason"])
    return taken["conversationId"]


def verify(api: ConversationAttributes, conversation_id: str) -> None:
    """What was accepted is on the conversation, for flows and desktops to read."""
    data = api.conversation(conversation_id).get()["data"]
    expected = {"tier": "gold", "cartItems": 3}
    if data != expected:
        raise SystemExit(f"the conversation has {data}, expected was {expected}")
    print("the conversation has", data)


if __name__ == "__main__":
    with ConversationAttributes(
        os.environ.get("API_URL", "http://127.0.0.1:3000"),
        client_id=os.environ.get("API_CLIENT_ID", "local"),
        client_secret=os.environ.get("API_CLIENT_SECRET", "local-secret"),
    ) as api:
        configure(api)
        verify(api, simulate_guest(api))
