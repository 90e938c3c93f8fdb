"""Reads a live call, merges what the CRM knows of the customer, and writes it back: again while others write.

Runs as it is against `npm start`; API_URL, API_CLIENT_ID and API_CLIENT_SECRET name another deployment.
"""

import os

from conversation_attributes import ConversationAttributes, ConversationById
from conversation_attributes.models import AttributeChanges, InteractionParticipant
from conversation_attributes.problems import VersionConflict

CRM: dict[str, AttributeChanges] = {"tel:+4930123456": {"tier": "gold", "openOrders": [17, 22]}}


def customer_of(call: ConversationById) -> InteractionParticipant:
    """The customer of a live call, with attributes and version."""
    return next(one for one in call.interaction()["participants"] if one["type"] == "customer")


def merged(customer: InteractionParticipant) -> AttributeChanges:
    """What is to change: what the CRM has, and how often it was merged. What is not named stays as it is."""
    known = next((CRM[one["uri"]] for one in customer["addresses"] if one["uri"] in CRM), {})
    merges = customer["attributes"].get("crmMerges", 0)
    return {**known, "crmMerges": merges + 1 if isinstance(merges, int) else 1}


def merge_crm_data(call: ConversationById, customer: InteractionParticipant, attempts: int = 5) -> AttributeChanges:
    """Writes on condition that nothing was written since the read; else it reads, merges and writes again."""
    for attempt in range(1, attempts + 1):
        try:
            written = call.patch_interaction(
                [{"id": customer["id"], "version": customer["version"], "attributes": merged(customer)}]
            )
            return next(one["attributes"] for one in written["participants"] if one["id"] == customer["id"])
        except VersionConflict as conflict:
            print(f"version {customer['version']} is not current but {conflict.current_version}: read again")
            if attempt == attempts:
                raise
            customer = customer_of(call)
    raise ValueError(f"attempts is {attempts}: it takes 1 at least")


def play(api: ConversationAttributes) -> None:
    """A call comes in; while its data is merged, a flow writes too."""
    made = api.create_conversation(
        {
            "type": "voice",
            "participants": [{"purpose": "customer", "addresses": [{"type": "tel", "uri": "tel:+4930123456"}]}],
        }
    )
    call = api.conversation(made["id"])
    customer = customer_of(call)
    call.flow("ivr-1").flush({"language": "de"})
    print("written", merge_crm_data(call, customer))
    # The same in one line, for one participant: it reads, merges, writes, and begins again after a conflict.
    updated = call.participant("customer").update_attributes(lambda attributes: {"greeted": "tier" in attributes})
    print("updated", updated["attributes"])


if __name__ == "__main__":
    with ConversationAttributes(
        os.environ.get("API_URL", "http://127.0.0.1:3000"),
        client_id=os.environ.get("API_CLIENT_ID", "local"),
        client_secret=os.environ.get("API_CLIENT_SECRET", "local-secret"),
    ) as api:
        play(api)
