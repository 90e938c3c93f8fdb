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
