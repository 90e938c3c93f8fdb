import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '#dynamodb/encode-item.ts';
import { canonical } from './canonical.ts';
import { holds, refuseOverlaps, type Scope, updated } from './evaluator.ts';
import type { Action } from './expression.ts';
import { parseCondition, parseUpdate } from './expression-parser.ts';
import { actionText, conditionText, requestText } from './expression-text.ts';
import { keyOf, known, type Request, refuseUndefined, refuseUnknown, refuseUnused, type Write } from './requests.ts';

/** What the tables leave out of requests, to show what it is there for. The texts are those of expression-text.ts. */
export interface Ablation {
  /** Of which requests. @default all */
  readonly of?: RegExp;
  /** Parts of conditions. */
  readonly condition?: RegExp;
  /** Actions of updates. */
  readonly action?: RegExp;
  /** The `if_not_exists` in actions: what is there is overwritten. */
  readonly ifNotExists?: RegExp;
  /** Whether reads are strong. */
  readonly consistentRead?: true;
}

/** What every update takes: as much as makes it worth while to keep operation ids together. */
const unitsOfWrite = 2;

/** How a table behaves. */
export interface TableOptions {
  readonly ablation?: Ablation;
  /** As dynalite, it gives no item with a failed condition, so the store must read it. @default false */
  readonly tellsNoOldItem?: boolean;
}

/** What becomes of an item by a request, and the answer. */
export interface Response {
  /** None: there is no item. */
  readonly item: Item | undefined;
  /** Whether anything was written. */
  readonly isWritten: boolean;
  /** A ConditionalCheckFailedException, a ValidationException, or a SyntaxError for what the tables do not know. */
  readonly outcome: object | Error;
}

/**
 * What a table makes of requests. A request takes effect at once and whole, or not at all. Requests and items are never
 * changed, so what a request makes of an item is found out once: an exploration asks it again and again.
 */
export class Responder {
  readonly #options: TableOptions;
  readonly #known = new WeakMap<Request, Map<Item | undefined, Response>>();

  constructor(options: TableOptions = {}) {
    this.#options = options;
  }

  /** What a request makes of the item that it names. */
  respond(request: Request, item: Item | undefined): Response {
    const responses = this.#known.get(request) ?? new Map<Item | undefined, Response>();
    this.#known.set(request, responses);
    const response = responses.get(item) ?? this.#respond(request, item);
    responses.set(item, response);
    return response;
  }

  #respond(request: Request, item: Item | undefined): Response {
    try {
      if (request instanceof GetCommand) {
        refuseUnknown(request.input, ['TableName', 'Key', 'ConsistentRead']);
        return { item, isWritten: false, outcome: item ? { Item: item } : {} };
      }
      refuseUnknown(request.input, known);
      if (request instanceof UpdateCommand) return this.#update(request.input, item);
      if (request instanceof PutCommand) refuseUndefined(request.input.Item ?? {});
      this.#check(request.input, item);
      return { item: request instanceof PutCommand ? shared(request.input.Item ?? {}) : undefined, ...done };
    } catch (error) {
      if (error instanceof Error) return { item, isWritten: false, outcome: error };
      throw error;
    }
  }

  #update(input: UpdateCommand['input'], before: Item | undefined): Response {
    const actions = parseUpdate(input.UpdateExpression ?? '');
    refuseOverlaps(actions, { names: input.ExpressionAttributeNames ?? {} });
    const scope = this.#check(input, before);
    const isLeftOut = this.#leavesOut('action', () => requestText(input));
    const isBare = this.#leavesOut('ifNotExists', () => requestText(input));
    const item = shared(
      updated(
        actions
          .filter((one) => !isLeftOut(() => actionText(one, scope)))
          .map((one) => (isBare(() => actionText(one, scope)) ? withoutIfNotExists(one) : one)),
        { ...scope, item: { ...scope.item, ...input.Key } },
      ),
    );
    const capacity = input.ReturnConsumedCapacity && { ConsumedCapacity: { CapacityUnits: unitsOfWrite } };
    return { item, ...done, ...(input.ReturnValues === 'ALL_NEW' && { outcome: { Attributes: item, ...capacity } }) };
  }

  #check(input: Write, item: Item | undefined): Scope {
    const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = input;
    const scope = { item: item ?? {}, names, values };
    const expression = input.ConditionExpression ?? '';
    refuseUnused(input, expression);
    if (expression === '') return scope;
    const condition = parseCondition(expression);
    const isLeftOut = this.#leavesOut('condition', () => requestText(input));
    const parts = condition.kind === 'and' ? condition.parts : [condition];
    if (parts.every((part) => isLeftOut(() => conditionText(part, scope)) || holds(part, scope))) return scope;
    const tells = !this.#options.tellsNoOldItem && input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    throw tells && item ? failureTelling(item) : untellingFailure;
  }

  /** Whether a part of a request is left out. Texts are made only where an ablation looks at them. */
  #leavesOut(what: 'condition' | 'action' | 'ifNotExists', request: () => string): (text: () => string) => boolean {
    const { [what]: pattern, of } = this.#options.ablation ?? {};
    if (!pattern || (of && !of.test(request()))) return () => false;
    return (text) => pattern.test(text());
  }
}

/** Of a write. */
const done = { isWritten: true, outcome: {} };

/** Tables in memory, by the names of `#tables`. Items are never changed, only replaced. */
export class MemoryTables {
  readonly #responder: Responder;
  #items: ReadonlyMap<string, Item>;

  constructor(responder = new Responder(), items: ReadonlyMap<string, Item> = new Map()) {
    this.#responder = responder;
    this.#items = items;
  }

  /** Everything in them, by table and key: `conversations/...`. It is another object after each write. */
  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  /** The answer to a request, or the error. @throws ValidationException where there is no such table */
  answer(request: Request): object | Error {
    const key = placeOf(request);
    const { item, isWritten, outcome } = this.#responder.respond(request, this.#items.get(key));
    if (!isWritten) return outcome;
    const items = new Map(this.#items);
    if (item) items.set(key, item);
    else items.delete(key);
    this.#items = items;
    return outcome;
  }
}

const places = new WeakMap<Request, string>();

/** Where the item of a request is. */
export function placeOf(request: Request): string {
  const key =
    places.get(request) ?? keyOf(request.input, 'Item' in request.input ? request.input.Item : request.input.Key);
  places.set(request, key);
  return key;
}

function withoutIfNotExists(action: Action): Action {
  const { operand } = action;
  if (operand?.kind !== 'call' || operand.name !== 'if_not_exists') return action;
  const [, value] = operand.operands;
  return value ? { ...action, operand: value } : action;
}

const items = new Map<string, Item>();

/** The same object for the same item, so that what is known of it is found out once. */
function shared(item: Item): Item {
  const text = canonical(item);
  const known = items.get(text);
  if (known) return known;
  const sorted = Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1));
  const made: Item = Object.freeze(Object.fromEntries(sorted));
  items.set(text, made);
  return made;
}

const failures = new WeakMap<Item, ConditionalCheckFailedException>();

/** The error of a failed condition, with the item. Made once for each: most of what it costs is its stack, which is not looked at. */
function failureTelling(item: Item): ConditionalCheckFailedException {
  const failure = failures.get(item) ?? conditionFailed({ Item: marshall(item) });
  failures.set(item, failure);
  return failure;
}

function conditionFailed(told: { readonly Item?: Record<string, AttributeValue> }): ConditionalCheckFailedException {
  const message = 'The conditional request failed';
  return new ConditionalCheckFailedException({ message, $metadata: { httpStatusCode: 400 }, ...told });
}

const untellingFailure = conditionFailed({});
