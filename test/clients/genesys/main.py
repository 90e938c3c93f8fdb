"""What a program does that was written for Genesys Cloud, with its SDK; it prints what the test looks at."""

import ast
import json
import os
import sys

import PureCloudPlatformClientV2 as sdk

conversation_id = sys.argv[1]
client = sdk.api_client.ApiClient(host=os.environ["API_URL"])
client = client.get_client_credentials_token("local", "local-secret")
conversations = sdk.ConversationsApi(client)


def patch(attributes: dict) -> None:
    conversations.patch_conversation_participant_attributes(conversation_id, "customer", {"attributes": attributes})


patch({"tier": "gold", "language": "de"})
patch({"language": None})
conversation = conversations.get_conversation(conversation_id)
customer = conversation.participants[0]
conversations.patch_conversations_call_participant_attributes(conversation_id, "customer", {"attributes": {"n": "1"}})
call = conversations.get_conversations_call(conversation_id)
secured = conversations.patch_conversation_secureattributes(conversation_id, {"attributes": {"card": "4111"}})
replaced = conversations.put_conversation_secureattributes(conversation_id, {"attributes": {"pin": "1"}, "version": 1})


schema = conversations.post_conversations_customattributes_schemas(
    {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "Claims",
        "required": ["claimNumber"],
        "properties": {
            "claimNumber": {"allOf": [{"$ref": "#/definitions/identifier"}], "title": "Claim", "maxLength": 12},
            "damage": {"allOf": [{"$ref": "#/definitions/integer"}], "minimum": 0},
        },
    }
)
claim = {"id": schema.id, "schemaId": schema.id, "customAttributes": {"claimNumber": "C-1", "damage": 1200}}
made = conversations.put_conversation_customattributes(conversation_id, body=claim)
changes = {"id": schema.id, "customAttributes": {"damage": 900}}
conversations.patch_conversation_customattributes(conversation_id, body=changes)
patched = conversations.get_conversation_customattribute(conversation_id, schema.id)
bulk = conversations.put_conversation_customattributes_bulk(conversation_id, body=[claim])
listed = conversations.get_conversation_customattributes(conversation_id)
conversations.delete_conversation_customattribute(conversation_id, schema.id)


def refusal(call, *arguments) -> dict:
    try:
        call(*arguments)
    except sdk.rest.ApiException as refused:
        return {"status": refused.status, "code": json.loads(refused.body)["code"]}
    raise AssertionError("it was taken")


print(
    json.dumps(
        {
            "id": conversation.id,
            "year": conversation.start_time.year,
            "customer": {"id": customer.id, "purpose": customer.purpose, "attributes": customer.attributes},
            "call": call.participants[0].attributes,
            # Of these the SDK gives Python's text of the answer.
            "secured": [ast.literal_eval(secured)["version"], ast.literal_eval(replaced)["version"]],
            "read": conversations.get_conversation_secureattributes(conversation_id).attributes,
            "schema": [schema.id, schema.version, sorted(schema.json_schema.properties), schema.date_created.year],
            "schemas": [one.id for one in conversations.get_conversations_customattributes_schemas().entities],
            "record": [made.id, patched.schema.id, patched.custom_attributes],
            "bulk": bulk.results["claims"].status_code,
            "listed": [one.custom_attributes for one in listed.results],
            "removed": refusal(conversations.get_conversation_customattribute, conversation_id, schema.id),
            "unknown": refusal(conversations.get_conversation, "never-made"),
            "stale": refusal(
                conversations.put_conversation_secureattributes,
                conversation_id,
                {"attributes": {"pin": "2"}, "version": 1},
            ),
            "state": call.participants[0].state,
            "list": [entity.id for entity in conversations.get_conversations_calls().entities],
            "other": refusal(conversations.get_conversations_message, conversation_id),
        }
    )
)
