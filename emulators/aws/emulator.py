"""MiniStack with what these stacks need and it lacks.

This replaces private functions of MiniStack, so requirements.txt pins its version.
"""

import json
import os
import re

from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.services import apigateway, cloudfront, cognito, eventbridge, kms, lambda_svc, s3, secretsmanager
from ministack.services.cloudformation import provisioners


class ResourcePolicy:
    """AWS::SecretsManager::ResourcePolicy: the service has it, CloudFormation does not."""

    @staticmethod
    def create(_logical_id, properties, _stack):
        secret = properties["SecretId"]
        policy = json.dumps(properties["ResourcePolicy"])
        status, _, body = secretsmanager._put_resource_policy({"SecretId": secret, "ResourcePolicy": policy})
        if status != 200:
            raise ValueError(f"PutResourcePolicy answers {status}: {body!r}")
        return secret, {"Id": secret}

    @staticmethod
    def update(_physical_id, _old, properties, stack):
        return ResourcePolicy.create(None, properties, stack)

    @staticmethod
    def delete(physical_id, _properties):
        secretsmanager._delete_resource_policy({"SecretId": physical_id})


class QueryDefinition:
    """AWS::Logs::QueryDefinition: kept as it is; nobody asks a query here."""

    @staticmethod
    def create(logical_id, _properties, _stack):
        return logical_id, {"QueryDefinitionId": logical_id}

    @staticmethod
    def update(physical_id, _old, _properties, _stack):
        return physical_id, {"QueryDefinitionId": physical_id}

    @staticmethod
    def delete(_physical_id, _properties):
        pass


class IntegrationAssociation:
    """AWS::Connect::IntegrationAssociation: kept as it is; there is no instance here whose flows would find it."""

    @staticmethod
    def create(logical_id, _properties, _stack):
        return logical_id, {"IntegrationAssociationId": logical_id}

    @staticmethod
    def update(physical_id, _old, _properties, _stack):
        return physical_id, {"IntegrationAssociationId": physical_id}

    @staticmethod
    def delete(_physical_id, _properties):
        pass


class ManagedLoginBranding:
    """AWS::Cognito::ManagedLoginBranding: kept as it is; the pages look as they look."""

    @staticmethod
    def create(logical_id, _properties, _stack):
        return logical_id, {"ManagedLoginBrandingId": logical_id}

    @staticmethod
    def update(physical_id, _old, _properties, _stack):
        return physical_id, {"ManagedLoginBrandingId": physical_id}

    @staticmethod
    def delete(_physical_id, _properties):
        pass


class OfEventBridge:
    """What the service has, and CloudFormation does not."""

    def __init__(self, kind, arn_name):
        self.call = lambda verb, given: getattr(eventbridge, f"_{verb}_{kind}")(given)
        self.arn_name = arn_name

    def create(self, logical_id, properties, stack):
        name = properties.get("Name") or f"{stack}-{logical_id}"[-64:]
        status, _, body = self.call("create", {**properties, "Name": name})
        if status != 200:
            raise ValueError(f"{name} can't be made: {status}: {body!r}")
        arn = json.loads(body)[self.arn_name]
        return name, {"Arn": arn, "ArnForPolicy": arn}

    def update(self, physical_id, _old, properties, stack):
        self.delete(physical_id, properties)
        return self.create(None, {**properties, "Name": physical_id}, stack)

    def delete(self, physical_id, _properties):
        self.call("delete", {"Name": physical_id})


def add_types():
    for type_name, handler in {
        "AWS::SecretsManager::ResourcePolicy": ResourcePolicy,
        "AWS::Logs::QueryDefinition": QueryDefinition,
        "AWS::Connect::IntegrationAssociation": IntegrationAssociation,
        "AWS::Cognito::ManagedLoginBranding": ManagedLoginBranding,
        "AWS::Events::Connection": OfEventBridge("connection", "ConnectionArn"),
        "AWS::Events::ApiDestination": OfEventBridge("api_destination", "ApiDestinationArn"),
    }.items():
        provisioners._RESOURCE_HANDLERS[type_name] = {
            name: getattr(handler, name) for name in ("create", "update", "delete")
        }


def add_provider_url():
    """The attribute ProviderURL of a user pool, which is the issuer of its tokens."""
    known = provisioners._cognito_user_pool_attributes

    def attributes(pool):
        return {**known(pool), "ProviderURL": f"https://{known(pool)['ProviderName']}"}

    provisioners._cognito_user_pool_attributes = attributes


def pass_tokens_on():
    """POST /oauth/token goes to Cognito's domain, which is this process; API Gateway does not append the path of the route."""
    forward = apigateway._invoke_http_proxy

    async def invoke(integration, _path, *rest):
        here = f"http://127.0.0.1:{apigateway._PORT}"
        uri = re.sub(r"^https://[^/]*\.amazoncognito\.com", here, integration.get("integrationUri", ""))
        return await forward({**integration, "integrationUri": uri}, "", *rest)

    apigateway._invoke_http_proxy = invoke


def renew_with_groups():
    """A renewed token of a person: its function is told of the groups that they are in by then."""
    known = cognito._fake_token

    def make(sub, pool_id, client_id, *rest, **given):
        if given.get("trigger_source") == "TokenGeneration_RefreshTokens" and not given.get("groups"):
            user = cognito._user_pools[pool_id]["_users"].get(given.get("username"), {})
            given = {**given, "groups": user.get("_groups", [])}
        return known(sub, pool_id, client_id, *rest, **given)

    cognito._fake_token = make


def reach_own_apis():
    """APIs as origins of CloudFront: they are in this process, by plain HTTP, whatever the distribution says."""
    known = cloudfront._origin_connect_target

    def connect_target(origin, viewer_is_https):
        if ".execute-api." in origin["domain_name"]:
            return "127.0.0.1", int(apigateway._PORT), False
        return known(origin, viewer_is_https)

    cloudfront._origin_connect_target = connect_target


def ask_buckets_securely():
    """CloudFront asks S3 by https, whatever its viewer has come by here."""
    known = s3._cloudfront_origin_allows

    def allows(*given):
        address, _ = iam_evaluator._request_origin.get()
        before = iam_evaluator._request_origin.set((address, True))
        try:
            return known(*given)
        finally:
            iam_evaluator._request_origin.reset(before)

    s3._cloudfront_origin_allows = allows


def tell_encryption_context():
    """Policies with a condition on the encryption context of a request to KMS: IAM must be told of it."""
    known = iam_actions.request_tag_context

    def context(service, action, body, *rest):
        told = known(service, action, body, *rest) or {}
        if service != "kms":
            return told
        given = json.loads(body or b"{}").get("EncryptionContext") or {}
        values = {f"kms:EncryptionContext:{key}": value for key, value in given.items()}
        return {**told, **values, "kms:EncryptionContextKeys": list(given)}

    iam_actions.request_tag_context = context


def read_cors_of_templates():
    """CORS of an API that CloudFormation has made: its names begin with capitals, as in the template."""

    def with_small_names(known):
        return lambda config, origin: known({name[:1].lower() + name[1:]: config[name] for name in config}, origin)

    for function in ("_cors_response_headers", "_cors_preflight_response"):
        setattr(apigateway, function, with_small_names(getattr(apigateway, function)))


def re_encrypt():
    """ReEncrypt: what one key has wrapped is wrapped by another one."""
    known = kms.handle_request

    async def handle(method, path, headers, body, query):
        if headers.get("x-amz-target", "") != "TrentService.ReEncrypt":
            return await known(method, path, headers, body, query)
        asked = json.loads(body)
        opened = kms._decrypt({
            "CiphertextBlob": asked["CiphertextBlob"],
            "EncryptionContext": asked.get("SourceEncryptionContext", {}),
        })
        if opened[0] != 200:
            return opened
        source = json.loads(opened[2])
        wrapped = kms._encrypt({
            "KeyId": asked["DestinationKeyId"],
            "Plaintext": source["Plaintext"],
            "EncryptionContext": asked.get("DestinationEncryptionContext", {}),
        })
        if wrapped[0] != 200:
            return wrapped
        return kms.json_response({**json.loads(wrapped[2]), "SourceKeyId": source["KeyId"]})

    kms.handle_request = handle


def take_metric_math():
    """Alarms on several metrics at once: kept as alarms on one that nobody sends, since none is evaluated here in any case."""
    known = provisioners._cw_metric_alarm_record

    def record(name, properties):
        if properties.get("Metrics"):
            others = {key: value for key, value in properties.items() if key != "Metrics"}
            properties = {**others, "MetricName": "MetricMath", "Namespace": "None", "Statistic": "Sum", "Period": 60}
        return known(name, properties)

    provisioners._cw_metric_alarm_record = record


def tell_error_types():
    """The type of an error that a function throws: Step Functions knows errors by it. Here each is Runtime.HandlerError."""
    thrown = "error: String(err.message || err)"
    typed = 'error: JSON.stringify({ errorType: err.name || "Error", errorMessage: String(err.message || err) })'
    script = lambda_runtime._NODEJS_WORKER_SCRIPT
    assert thrown in script
    lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(thrown, typed)
    known = lambda_svc._execute_function_warm

    def execute(*given):
        result = known(*given)
        message = (result.get("body") or {}).get("errorMessage", "") if result.get("error") else ""
        return {**result, "body": json.loads(message)} if message.startswith('{"errorType":') else result

    lambda_svc._execute_function_warm = execute


def begin_streams_anew():
    """Records of streams of DynamoDB are not kept: a mapping that began where it was would pass over as many as it has read."""
    lambda_svc._restore_esm_positions = lambda *_: None


def fail_creations(resource_type):
    """Refuses every resource of a type, for tests of deployments that fail."""

    def refuse(*_):
        raise ValueError(f"{resource_type} is refused, as FAIL_TYPE says")

    handlers = provisioners._RESOURCE_HANDLERS
    handlers[resource_type] = {**handlers[resource_type], "create": refuse}


add_types()
add_provider_url()
read_cors_of_templates()
pass_tokens_on()
renew_with_groups()
reach_own_apis()
ask_buckets_securely()
tell_encryption_context()
re_encrypt()
take_metric_math()
tell_error_types()
begin_streams_anew()
if os.environ.get("FAIL_TYPE"):
    fail_creations(os.environ["FAIL_TYPE"])

from ministack.app import main  # noqa: E402  (it reads the environment, and what was replaced)

main()
