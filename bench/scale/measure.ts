import { setTimeout as sleep } from 'node:timers/promises';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type Local, startLocal } from '../../local/local.ts';
import { tellFunctionsInText } from '../../local/request-log.ts';
import { addUnits, countFoundUnits, countIndexUnits, type Item, none, type Units } from './units.ts';

/** A request of the call, and what it takes. */
export interface Measured extends Units {
  readonly what: string;
  /** Calls to DynamoDB. */
  readonly trips: number;
}

/** What is read of a request and an answer of DynamoDB. */
interface Input {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  ReturnConsumedCapacity?: string;
}

/** A request: what it is, method, path, body. */
type Request = readonly [what: string, method: string, path: string, body?: object];

/**
 * The requests of a call, by the ids of its participants.
 *
 * @param id of its conversation.
 * @param size bytes of each attribute's value.
 */
function listRequests(id: string, size: number): readonly Request[] {
  const call = `/api/v2/conversations/${id}`;
  const value = 'v'.repeat(size);
  const customer = `${call}/participants/customer-1/attributes`;
  const agent = `${call}/participants/agent-1/attributes`;
  const [ivr, survey] = ['ivr-1', 'ivr-2'].map((flow) => `${call}/flows/${flow}`);
  const whole = {
    id,
    type: 'voice',
    queueId: 'sales',
    participants: [
      {
        purpose: 'customer',
        addresses: [{ type: 'tel', uri: 'tel:+4930123456' }],
        attributes: { language: value, segment: value },
      },
    ],
  };
  return [
    ['create', 'POST', '/api/v2/conversations', whole],
    [
      'patch by the CRM',
      'PATCH',
      customer,
      { attributes: { tier: value, name: value, ticket: value, account: value } },
    ],
    ['set', 'POST', `${ivr}/attributes`, { attributes: { reason: value, product: value } }],
    ['set', 'POST', `${ivr}/attributes`, { attributes: { intent: value } }],
    ['get', 'GET', `${ivr}/attributes?name=tier`],
    ['flush', 'POST', `${ivr}/flush`, {}],
    ['set by another flow', 'POST', `${survey}/attributes`, { attributes: { callback: value, score: value } }],
    ['get', 'GET', `${survey}/attributes?name=reason`],
    ['flush', 'POST', `${survey}/flush`, {}],
    ['an agent joins', 'POST', `${call}/participants`, { purpose: 'agent' }],
    ['the agent reads', 'GET', call],
    ['patch by the agent', 'PATCH', agent, { attributes: { note: value, result: value, followUp: value } }],
    ['wrap-up', 'PATCH', call, { state: 'wrapup', wrapup: { code: 'sale' } }],
    ['handled', 'PATCH', call, { state: 'handled' }],
  ];
}

/**
 * Plays a call of 14 requests against the functions, and counts what each takes of DynamoDB: the table's units as the
 * embedded store tells them, those of the indexes by what changes of their entries. Two attributes are saved.
 *
 * @param sizes of calls: bytes of each attribute's value.
 */
export async function measureCalls(sizes: readonly number[]): Promise<readonly (readonly Measured[])[]> {
  tellFunctionsInText();
  const local = await startLocal({ port: 0, dataDir: 'memory', sweepSeconds: 0, tokenSeconds: 3600 });
  try {
    const { documentClient } = await import('#http/wiring/document-client.ts');
    const counted: Units[] = [];
    documentClient.middlewareStack.add(
      (next) => async (args) => {
        const input = args.input as Input;
        if (input.ReturnConsumedCapacity === 'NONE') return next(args);
        const key = input.Key ?? (input.Item && { pk: input.Item.pk });
        // Definitions of attributes are read once a minute, whatever the load is.
        if (key?.pk === 'attribute-definitions') return next(args);
        const readItem = async () => {
          const { Item: item } = await documentClient.send(
            new GetCommand({ TableName: input.TableName, Key: key, ReturnConsumedCapacity: 'NONE' }),
          );
          return item;
        };
        const isWrite = !('ConsistentRead' in input);
        const before = isWrite ? await readItem() : undefined;
        const position = counted.push(none) - 1;
        input.ReturnConsumedCapacity = 'TOTAL';
        const answer = await next(args);
        const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: { CapacityUnits?: number } };
        const units = ConsumedCapacity?.CapacityUnits ?? 0;
        if (!isWrite) {
          counted[position] = { ...none, read: units };
          return answer;
        }
        const after = await readItem();
        const [due, lists] = [countIndexUnits('due', before, after), countIndexUnits('byDay', before, after)];
        const [found, live] = [countFoundUnits(before, after), countIndexUnits('live', before, after)];
        counted[position] = { write: units + due + lists + found, due, lists, found, live, read: 0 };
        return answer;
      },
      { step: 'initialize', name: 'countUnits' },
    );
    const kept = { savedAttributes: ['tier', 'result'], retentionDays: 90 };
    await send(local, 'PUT', '/api/v2/settings/channels/voice', kept);
    const calls: Measured[][] = [];
    for (const [number, size] of sizes.entries()) {
      const call: Measured[] = [];
      for (const [what, method, path, body] of listRequests(`0192a3b4-c5d6-7e8f-9012-3456789abcd${number}`, size)) {
        // A call takes longer than that: within one second its wrap-up would be due when its beginning was.
        if (what === 'wrap-up') await sleep(1_001);
        counted.length = 0;
        await send(local, method, path, body);
        call.push({ what, trips: counted.length, ...addUnits(...counted) });
      }
      calls.push(call);
    }
    return calls;
  } finally {
    await local.close();
  }
}

async function send(local: Local, method: string, path: string, body?: object): Promise<void> {
  const response = await fetch(local.url + path, {
    method,
    headers: { authorization: `Bearer ${await local.token()}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
