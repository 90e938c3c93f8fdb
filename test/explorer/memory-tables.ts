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

/** How a table behaves. */
export interface TableOptions {
  readonly ablation?: Ablation;
  /** As dynalite, it gives no item with a failed condition, so the store must read it. @default false */
  readonly tellsNoOldItem?: boolean;
}

/** Tables in memory, by the names of `#tables`. A request takes effect at once and whole, or not at all. Items are never changed, only replaced. */
export class MemoryTables {
  readonly #options: TableOptions;
  #items: ReadonlyMap<string, Item>;

  constructor(options: TableOptions = {}, items: ReadonlyMap<string, Item> = new Map()) {
    this.#options = options;
    this.#items = items;
  }

  /** Everything in them, by table and key: `conversations/...`. */
  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  /**
   * The answer to a request.
   * @throws ConditionalCheckFailedException, ValidationException; SyntaxError for what it does not know.
   */
  answer(request: Request): object {
    if (request instanceof GetCommand) {
      refuseUnknown(request.input, ['TableName', 'Key', 'ConsistentRead']);
      const item = this.#items.get(keyOf(request.input, request.input.Key));
      return item ? { Item: item } : {};
    }
    refuseUnknown(request.input, known);
    if (request instanceof UpdateCommand) return this.#update(request.input);
    if (request instanceof PutCommand) {
      const { Item: item = {} } = request.input;
      refuseUndefined(item);
      const key = keyOf(request.input, item);
      this.#check(key, request.input);
      this.#put(key, item);
    } else {
      const key = keyOf(request.input, request.input.Key);
      this.#check(key, request.input);
      this.#items = new Map([...this.#items].filter(([other]) => other !== key));
    }
    return {};
  }

  #update(input: UpdateCommand['input']): object {
    const key = keyOf(input, input.Key);
    const actions = parseUpdate(input.UpdateExpression ?? '');
    refuseOverlaps(actions, { names: input.ExpressionAttributeNames ?? {} });
    const scope = this.#check(key, input);
    const isLeftOut = this.#leavesOut('action', () => requestText(input));
    const isBare = this.#leavesOut('ifNotExists', () => requestText(input));
    const item = updated(
      actions
        .filter((one) => !isLeftOut(() => actionText(one, scope)))
        .map((one) => (isBare(() => actionText(one, scope)) ? withoutIfNotExists(one) : one)),
      { ...scope, item: { ...scope.item, ...input.Key } },
    );
    this.#put(key, item);
    return input.ReturnValues === 'ALL_NEW' ? { Attributes: this.#items.get(key) } : {};
  }

  #check(key: string, input: Write): Scope {
    const item = this.#items.get(key);
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

  #put(key: string, item: Item): void {
    this.#items = new Map(this.#items).set(key, shared(item));
  }
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
