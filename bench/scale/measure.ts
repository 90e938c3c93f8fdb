import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Chronicle, listLogSteps } from '#domain/change-log.ts';
import { DynamoDbChangeLog } from '#dynamodb/change-log.ts';
import { decodeImage } from '#dynamodb/stream.ts';
import { KmsVault } from '#kms/kms-vault.ts';
import { take } from '../../lambdas/changes/record.ts';
import { type Local, startLocal } from '../../local/local.ts';
import { tellFunctionsInText } from '../../local/request-log.ts';
import { nameTable } from '../../local/tables.ts';
import { addUnits, countFoundUnits, countIndexUnits, type Item, none, type Units } from './units.ts';

/** A request of the call, and what it takes. */
export interface Measured extends Units {
  readonly what: string;
  /** Calls to DynamoDB. */
  readonly trips: number;
}

/** A call that is played. */
export interface Variant {
  /** Bytes of each attribute's value. */
  readonly size: number;
  /** Its changes are kept. */
  readonly keepsChanges?: true;
  /** A flow sets a secured value, and the agent reads it. */
  readonly hasSecured?: true;
}

/** What is read of a request and an answer of DynamoDB. */
interface Input {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  ReturnConsumedCapacity?: string;
}

interface Output {
  readonly ConsumedCapacity?: { readonly CapacityUnits?: number };
}

/** A request: what it is, method, path, body. */
export type Request = readonly [what: string, method: string, path: string, body?: object];

/**
 * The requests of a call, by the ids of its participants.
 *
 * @param id of its conversation.
 */
export function listRequests(id: string, { size, hasSecured }: Variant): readonly Request[] {
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
  const secured: Request = ['secured set', 'POST', `${ivr}/secureattributes`, { attributes: { card: value } }];
  const opened: Request = ['the agent reads what is secured', 'GET', `${call}/secureattributes`];
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
    ...(hasSecured ? [secured] : []),
    ['get', 'GET', `${ivr}/attributes?name=tier`],
    ['flush', 'POST', `${ivr}/flush`, {}],
    ['set by another flow', 'POST', `${survey}/attributes`, { attributes: { callback: value, score: value } }],
    ['get', 'GET', `${survey}/attributes?name=reason`],
    ['flush', 'POST', `${survey}/flush`, {}],
    ['an agent joins', 'POST', `${call}/participants`, { purpose: 'agent' }],
    ['the agent reads', 'GET', call],
    ...(hasSecured ? [opened] : []),
    ['patch by the agent', 'PATCH', agent, { attributes: { note: value, result: value, followUp: value } }],
    ['wrap-up', 'PATCH', call, { state: 'wrapup', wrapup: { code: 'sale' } }],
    ['handled', 'PATCH', call, { state: 'handled' }],
  ];
}

/**
 * Plays calls against the functions, and counts what each request takes: the table's units as the embedded store tells them, those
 * of the indexes by what changes of their entries. Two attributes are saved. Each request is served as by a container that has not had the
 * conversation before.
 */
export async function measureCalls(variants: readonly Variant[]): Promise<readonly (readonly Measured[])[]> {
  tellFunctionsInText();
  const { now } = Date;
  // What is due changes with the second. Here each request has its own, however fast the machine is, after its token was issued.
  let time = now() + 60_000;
  Date.now = () => time;
  const local = await startLocal({ port: 0, dataDir: 'memory', sweepSeconds: 0, tokenSeconds: 3600 });
  try {
    const counter = await countCalls(local);
    const kept = { savedAttributes: ['tier', 'result'], retentionDays: 90 };
    await send(local, 'PUT', '/api/v2/settings/channels/voice', kept);
    const calls: (readonly Measured[])[] = [];
    for (const [number, variant] of variants.entries()) {
      const id = `0192a3b4-c5d6-7e8f-9012-3456789abcd${number}`;
      const requests = listRequests(id, variant).map(([what, method, path, body]) => ({
        what,
        run: async () => {
          time += 1_000;
          await send(local, method, path, body);
        },
      }));
      calls.push(await counter.count(variant, requests));
    }
    return calls;
  } finally {
    Date.now = now;
    await local.close();
  }
}

/** Counts what the functions in this process take. */
async function countCalls(local: Local) {
  const { documentClient } = await import('#http/wiring/document-client.ts');
  const { environment } = await import('#http/wiring/environment.ts');
  const { kms, securedStore } = await import('#http/wiring/secured-store.ts');
  const { dataKeys } = await import('#http/wiring/data-keys.ts');
  const plain = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const logged: Units[] = [];
  plain.middlewareStack.add(
    (next) => async (args) => {
      (args.input as Input).ReturnConsumedCapacity = 'TOTAL';
      const answer = await next(args);
      const units = unitsOf(answer.output);
      logged.push('ConsistentRead' in args.input ? { ...none, read: units } : { ...none, logged: units });
      return answer;
    },
    { step: 'initialize', name: 'countLog' },
  );
  const log = new DynamoDbChangeLog(plain, nameTable('changes'));
  const counted: Units[] = [];
  let chronicle: Chronicle | undefined;
  let keepsChanges = false;
  const keepChange = async (before: Item | undefined, after: Item | undefined) => {
    const toImage = (item: Item | undefined) => item && marshall(item, { removeUndefinedValues: true });
    const key = String((after ?? before)?.pk);
    for (const step of listLogSteps(decodeImage(toImage(before)), decodeImage(toImage(after)), Date.now())) {
      chronicle = { key, startTime: step.startTime };
      await take(log, key, step);
    }
  };
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
      const isOfConversation = input.TableName === nameTable('conversations');
      const before = isWrite && isOfConversation ? await readItem() : undefined;
      const position = counted.push(none) - 1;
      input.ReturnConsumedCapacity = 'TOTAL';
      const answer = await next(args);
      const units = unitsOf(answer.output);
      if (!isWrite || !isOfConversation) {
        counted[position] = { ...none, [isWrite ? 'write' : 'read']: units };
        return answer;
      }
      const after = await readItem();
      const [due, lists] = [countIndexUnits('due', before, after), countIndexUnits('byDay', before, after)];
      const [found, live] = [countFoundUnits(before, after), countIndexUnits('live', before, after)];
      counted[position] = { ...none, write: units + due + lists + found, due, lists, found, live, streamed: 1 };
      if (keepsChanges) await keepChange(before, after);
      return answer;
    },
    { step: 'initialize', name: 'countUnits' },
  );
  const countKms = () => Object.values(local.kms?.calls ?? {}).reduce((sum, calls) => sum + calls, 0);
  const countOne = async (what: string, run: () => Promise<unknown>): Promise<Measured> => {
    counted.length = 0;
    logged.length = 0;
    const before = countKms();
    Object.assign(securedStore, {
      vault: new KmsVault({ kms, kmsKeyId: process.env.KMS_KEY_ID ?? '', dataKeys, now: Date.now }),
    });
    await run();
    const trips = counted.length;
    return { what, trips, ...addUnits(...counted, ...logged, { ...none, kms: countKms() - before }) };
  };
  return {
    async count(variant: Variant, requests: readonly { readonly what: string; readonly run: () => Promise<void> }[]) {
      keepsChanges = variant.keepsChanges ?? false;
      Object.assign(environment, { recordWriters: keepsChanges });
      const call: Measured[] = [];
      for (const { what, run } of requests) call.push(await countOne(what, run));
      // The stream tells that the record is gone.
      const gone = chronicle;
      if (keepsChanges && gone) call.push(await countOne(REMOVAL, () => log.remove(gone)));
      Object.assign(environment, { recordWriters: false });
      return call;
    },
  };
}

/** What comes after the requests of a call whose changes are kept. */
export const REMOVAL = 'removal of its changes';

function unitsOf(output: unknown): number {
  return (output as Output).ConsumedCapacity?.CapacityUnits ?? 0;
}

async function send(local: Local, method: string, path: string, body?: object): Promise<void> {
  const response = await fetch(local.url + path, {
    method,
    headers: { authorization: `Bearer ${await local.token()}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
