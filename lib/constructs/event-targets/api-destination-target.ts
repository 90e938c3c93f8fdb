import { SecretValue } from 'aws-cdk-lib';
import {
  ApiDestination,
  Authorization,
  Connection,
  HttpMethod,
  HttpParameter,
  type IApiDestination,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiDestinationRuleTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { KeyWebhook, OAuthWebhook } from '../../event-targets.ts';
import { Delivery, type DeliveryProps } from './delivery.ts';

/** A webhook that EventBridge calls by itself, with a key in a header or with a token of OAuth. */
export class ApiDestinationTarget extends Delivery {
  constructor(scope: Construct, id: string, props: DeliveryProps, webhook: KeyWebhook | OAuthWebhook) {
    super(scope, id, props);
    const connection = new Connection(this, 'Connection', {
      description: `How EventBridge signs in at the target ${props.name}`,
      authorization: authorize(webhook),
    });
    const destination = new ApiDestination(this, 'Destination', {
      connection,
      endpoint: webhook.url,
      httpMethod: HttpMethod.POST,
    });
    this.sendTo(new ApiDestinationRuleTarget(destination as IApiDestination, this.options));
  }
}

/** CloudFormation reads the secret when it deploys: the template has its ARN alone. */
function authorize(webhook: KeyWebhook | OAuthWebhook): Authorization {
  const { secretArn } = webhook;
  if (webhook.to === 'webhook-with-key') {
    return Authorization.apiKey(webhook.header, SecretValue.secretsManager(secretArn));
  }
  const { tokenUrl: authorizationEndpoint, scope } = webhook;
  return Authorization.oauth({
    authorizationEndpoint,
    httpMethod: HttpMethod.POST,
    // Not one of the secrets of an OAuth client, but it lies in the same place.
    clientId: SecretValue.secretsManager(secretArn, { jsonField: 'clientId' }).unsafeUnwrap(),
    clientSecret: SecretValue.secretsManager(secretArn, { jsonField: 'clientSecret' }),
    bodyParameters: {
      grant_type: HttpParameter.fromString('client_credentials'),
      ...(scope !== undefined && { scope: HttpParameter.fromString(scope) }),
    },
  });
}
