import type { PreTokenGenerationV3TriggerEvent } from 'aws-lambda';

/**
 * What Cognito sends in version three for client credentials: the parameters of every trigger, those of this one, and a
 * response that nobody has filled.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export function eventFor(clientId: string, changes: object = {}): PreTokenGenerationV3TriggerEvent {
  const event = {
    version: '3',
    triggerSource: 'TokenGeneration_ClientCredentials',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_EXAMPLE',
    userName: clientId,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
    request: {
      userAttributes: {},
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes: ['conversation-attributes/report:read'],
      clientMetadata: { queues: '*' },
    },
    response: { claimsAndScopeOverrideDetails: null },
    ...changes,
  };
  return event as unknown as PreTokenGenerationV3TriggerEvent;
}

/**
 * What Cognito sends in version three for somebody who signs in by its pages, or whose token is renewed.
 *
 * @param groups - those that they are in, as they are named in the pool
 */
export function eventForPerson(groups: readonly string[] | undefined, triggerSource = 'TokenGeneration_HostedAuth') {
  return eventFor('console-id', {
    triggerSource,
    userName: 'maria',
    request: {
      userAttributes: {
        sub: '3f1c0a7e-1111-4c2b-9a53-2a7d1c0b5e44',
        'cognito:user_status': 'CONFIRMED',
        email: 'maria@example.com',
        email_verified: 'true',
      },
      groupConfiguration: { groupsToOverride: groups, iamRolesToOverride: [], preferredRole: null },
      scopes: ['openid', 'profile'],
    },
  });
}
