import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { PreTokenGenerationV2TriggerEvent, PreTokenGenerationV3TriggerEvent } from 'aws-lambda';
import { makeClientQueuesKey } from '#contract/client-queues.ts';
import { documentClient } from '#http/wiring/document-client.ts';
import { formatMetrics, log } from '#http/wiring/log.ts';
import { readRequiredVariable } from '#http/wiring/read-environment.ts';

/** For a person who signs in, the third version of the event is as the second. */
type PreTokenEvent = PreTokenGenerationV2TriggerEvent | PreTokenGenerationV3TriggerEvent;

const TableName = readRequiredVariable(process.env, 'SETTINGS_TABLE', 3);

/** The scopes of each role, as tokens have them, by the name of its group. A deployment without a console has no roles. */
const roleScopes = new Map<string, string>(Object.entries(JSON.parse(process.env.ROLE_SCOPES ?? '{}')));

/** Begins the names of the groups whose members have the right to a call queue; `queue:*` is all of them. */
const QUEUE_PREFIX = 'queue:';

/** Milliseconds for the read with all its attempts. Cognito waits five seconds, a cold start included. */
const READ_TIMEOUT_MS = 3_000;

/**
 * Started by Cognito before it issues a token. Into that of a program it puts the call queues of the client, as its deployment says, in
 * the claim `queues`: whatever goes wrong, the token has none, and the log says why; its scopes are never touched. Into that of a person
 * it puts scopes and call queues by their groups. What the caller sends along (`clientMetadata`) counts for nothing.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export async function handler(event: PreTokenEvent): Promise<PreTokenEvent> {
  // A person has no client's rights.
  if (event.triggerSource !== 'TokenGeneration_ClientCredentials') return grantByGroups(event);
  const { clientId } = event.callerContext;
  const queues = await readQueues(clientId).catch((error: unknown) => {
    const { name, message: reason } = error instanceof Error ? error : new Error(String(error));
    log('ERROR', {
      message: 'pre-token: the token has no call queues',
      operation: 'pre-token',
      clientId,
      error: name,
      reason,
      failures: 1,
      ...formatMetrics({ failures: 'Count' }),
    });
    return '';
  });
  if (queues === '') return event;
  const accessTokenGeneration = { claimsToAddOrOverride: { queues } };
  return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
}

/**
 * What a person may do: the scopes of each role whose group they are in, and the call queues that other groups are named for. Who has no
 * role has no rights. Cognito asks anew at each renewal, with the groups of that moment.
 */
function grantByGroups<Event extends PreTokenEvent>(event: Event): Event {
  const groups = event.request.groupConfiguration?.groupsToOverride ?? [];
  const scopesToAdd = [...new Set(groups.flatMap((group) => roleScopes.get(group)?.split(' ') ?? []))];
  if (scopesToAdd.length === 0) return event;
  const named = groups
    .filter((group) => group.startsWith(QUEUE_PREFIX))
    .map((group) => group.slice(QUEUE_PREFIX.length));
  const queues = named.includes('*') ? '*' : named.filter(Boolean).join(' ');
  const accessTokenGeneration = { scopesToAdd, ...(queues !== '' && { claimsToAddOrOverride: { queues } }) };
  return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
}

/** The call queues of a client, separated by spaces: what the deployment wrote last. */
async function readQueues(clientId: string): Promise<string> {
  const { Item } = await documentClient.send(
    new GetCommand({ TableName, Key: { pk: makeClientQueuesKey(clientId) }, ConsistentRead: true }),
    { abortSignal: AbortSignal.timeout(READ_TIMEOUT_MS) },
  );
  if (typeof Item?.queues === 'string') return Item.queues;
  throw new Error('The settings have no row for this client: it is not one of the deployment');
}
