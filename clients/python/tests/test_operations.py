from __future__ import annotations

import asyncio
import threading

import pytest

from conversation_attributes import AsyncConversationAttributes, ConversationAttributes, problems
from conversation_attributes.models import Attributes, Json


def test_one_call_from_its_start_to_what_is_kept_of_it(api: ConversationAttributes) -> None:
    settings = api.put_channel_type_settings("voice", {"savedAttributes": ["tier", "note"], "retentionDays": 30})
    assert api.channel_type_settings("voice") == settings
    points = api.put_attribute_definition("points", {"type": "integer"})
    assert api.attribute_definition("points") == points
    assert list(api.attribute_definitions()) == [points]
    api.delete_attribute_definition("points", version=points["version"])
    made = api.create_conversation({"type": "voice", "queueId": "py", "participants": [{"purpose": "customer"}]})
    call = api.conversation(made["id"])
    flow = call.flow("ivr-1")
    assert flow.set({"tier": "gold", "language": "de"})["pending"] == ["tier", "language"]
    got = flow.get(["tier", "langauge"])
    assert got["attributes"] == {"tier": "gold"}
    assert got["notSet"] == [{"name": "langauge", "didYouMean": "language"}]
    assert sorted(flow.flush({"step": "transfer"})["flushed"]) == ["language", "step", "tier"]
    assert flow.flush({"language": None})["flushed"] == ["language"]
    assert call.participant("customer").attributes()["attributes"] == {"tier": "gold", "step": "transfer"}
    assert call.add_participant({"purpose": "agent"})["id"] == "agent-1"
    call.participant("agent").leave(version=1)
    assert call.update_data(lambda data: {"n": 1})["data"] == {"n": 1}
    call.patch({"data": {"form": {"a": 1, "b": 2}}})
    merged = call.patch({"data": {"form": {"b": None, "c": 3}}}, merge_objects=True)["data"]
    assert merged == {"n": 1, "form": {"a": 1, "c": 3}}
    customer = call.participant("customer")
    customer.patch({"form": {"a": 1}})
    assert customer.patch({"form": {"b": 2}}, merge_objects=True)["attributes"]["form"] == {"a": 1, "b": 2}
    call.patch({"data": {"form": None}, "if": {"n": 1}})
    customer.patch({"form": None}, if_={"form": {"b": 2, "a": 1}, "note": None})
    with pytest.raises(problems.ValuesDiffer) as refused:
        customer.patch({"tier": "silver"}, if_={"tier": "bronze"})
    assert refused.value.differences == [{"name": "tier", "participantId": "customer-1", "current": "gold"}]
    assert [one["id"] for one in api.find_conversations(state=["active", "wrapup"], queue_id="py")] == [made["id"]]
    assert call.names() == {"pending": [], "secured": [], "pendingSecured": []}
    changes = call.changes_since()
    assert changes["changes"][0]["events"][0]["type"] == "conversation.started"
    assert call.changes_since(changes["revision"])["changes"] == []
    assert call.provenance()["data"]["n"]["by"]["operation"] == "patch-conversation"
    assert call.export()["data"] == {"n": 1}
    assert [one["id"] for one in api.list_interactions(queue_id="py")] == [made["id"]]
    call.patch({"state": "wrapup", "wrapup": {"code": "solved"}})
    assert call.interaction(state="wrapup")["id"] == made["id"]
    listed = list(api.list_interactions(state="wrapup", queue_id="py", expand="attributes"))
    assert listed[0]["participants"][0]["attributes"]["tier"] == "gold"
    api.add_contact_data(made["id"], {"note": "called back"})
    call.patch({"state": "handled"})
    kept = {"tier": "gold", "note": "called back"}
    assert api.contact_data(made["id"]) == kept
    assert call.history()["data"] == kept
    assert [one["data"] for one in api.contact_log(queue_id="py", page_size=1)] == [kept]
    call.erase()
    with pytest.raises(problems.ConversationNotFound):
        call.get()


def test_conversations_are_found_by_the_value_of_an_attribute(api: ConversationAttributes) -> None:
    definition = api.put_attribute_definition("customerId", {"searchable": True})
    made = api.create_conversation({"type": "voice", "data": {"customerId": "+49 4711"}, "participants": []})
    found = list(api.find_conversations(attribute="customerId", equals="+49 4711"))
    assert [one["id"] for one in found] == [made["id"]]
    assert found == list(api.find_conversations(attribute="customerId", starts_with="+49"))
    assert list(api.find_conversations(attribute="customerId", equals="+49")) == []
    assert list(api.contact_log(attribute="customerId", equals="+49 4711")) == []
    api.delete_attribute_definition("customerId", version=definition["version"])


def test_secured_attributes_are_set_read_and_replaced(api: ConversationAttributes) -> None:
    call = api.conversation(api.create_conversation({"type": "voice", "participants": []})["id"])
    flow = call.flow("pay")
    flow.set_secured({"card": "4111"})
    assert flow.get_secured(["card"])["attributes"] == {"card": "4111"}
    flow.flush()
    assert call.secured() == {"attributes": {"card": "4111"}, "version": 1}
    assert call.patch_secured({"card": None, "pin": "1"})["names"] == ["pin"]
    assert call.reveals()["reveals"][-1]["names"] == ["pin"]
    assert call.replace_secured({"pin": "2"}, 2)["version"] == 3
    with pytest.raises(problems.VersionConflict) as caught:
        call.replace_secured({"pin": "3"}, 2)
    assert caught.value.current_version == 3


def test_a_web_channel_requires_attributes_and_keeps_what_is_its_own(api: ConversationAttributes) -> None:
    channel = api.web_channel("py-form")
    text = "Please tell us your e-mail address"
    channel.patch_settings(
        allowed=["tier"],
        required=[{"name": "email", "text": text}],
        keep={"savedAttributes": ["email"], "retentionDays": 7},
    )
    settings = channel.settings()["settings"]["webchat"]
    assert settings["attributes"] == {"allowed": ["tier"], "required": [{"name": "email", "text": text}]}
    assert (settings["savedAttributes"], settings["retentionDays"]) == (["email"], 7)
    with pytest.raises(problems.UnprocessableContent) as refused:
        channel.send({"message": {"text": "Hello"}, "metadata": {"tier": "gold"}})
    assert [(one["name"], one["text"]) for one in refused.value.errors] == [("email", text)]
    entered = {"tier": "gold", "email": "ada@example.org"}
    taken = channel.send({"message": {"text": "Hello"}, "metadata": entered})
    guest = api.conversation(taken["conversationId"])
    guest.patch({"state": "handled"})
    assert guest.history()["data"] == {"email": "ada@example.org"}
    channel.patch_settings(required=[], keep={"savedAttributes": None, "retentionDays": None})
    settings = channel.settings()["settings"]["webchat"]
    assert settings["attributes"] == {"allowed": ["tier"], "required": []}
    assert "savedAttributes" not in settings
    assert "retentionDays" not in settings


def test_any_value_comes_back_as_it_was_sent_however_large(api: ConversationAttributes) -> None:
    values: Attributes = {"n": 12345678901234567890123, "list": [1, {"a": [None, True]}], "ü": "„ja“", "x": 1.5}
    made = api.create_conversation({"type": "task", "participants": [{"purpose": "customer", "attributes": values}]})
    assert api.conversation(made["id"]).participant("customer").attributes()["attributes"] == values


def test_none_of_many_updates_at_once_is_lost(api: ConversationAttributes, url: str) -> None:
    made = api.create_conversation({"type": "voice", "participants": [{"purpose": "customer"}]})

    def add(name: str) -> None:
        customer = api.conversation(made["id"]).participant("customer")
        customer.update_attributes(lambda bag: {"orders": [*_list(bag), name]})

    threads = [threading.Thread(target=add, args=[f"t{number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    async def add_at_once() -> None:
        async with AsyncConversationAttributes(url, client_id="local", client_secret="local-secret") as other:
            customer = other.conversation(made["id"]).participant("customer")

            async def one(name: str) -> None:
                await customer.update_attributes(lambda bag: {"orders": [*_list(bag), name]})

            await asyncio.gather(*[one(f"a{number}") for number in range(4)])

    asyncio.run(add_at_once())
    orders = _list(api.conversation(made["id"]).participant("customer").attributes()["attributes"])
    assert sorted(map(str, orders)) == ["a0", "a1", "a2", "a3", "t0", "t1", "t2", "t3"]


def _list(bag: Attributes) -> list[Json]:
    orders = bag.get("orders", [])
    return list(orders) if isinstance(orders, list) else []
