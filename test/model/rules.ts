import { judge, nameOf, type RulesByName, seenOf } from '../reference/rules.ts';
import type { Bag, Request } from './requests.ts';

/** The names that are defined in every run. */
export const definedNames: RulesByName = new Map([
  ['level', { type: 'integer', aliases: ['Level', 'the level'], retentionDays: 1 }],
  ['vault', { secured: true }],
  ['locked', { isLocked: true }],
  ['card', { isMasked: true, retentionDays: 40 }],
  ['language', { isSearchable: true }],
  ['order', { isSearchable: true, retentionDays: 2 }],
]);

/** The definition of a name, as it is put. */
export function definitionsToPut(): readonly (readonly [name: string, body: object])[] {
  return [...definedNames].map(
    ([name, { aliases, type, secured, retentionDays, isLocked, isMasked, isSearchable }]) => {
      const nobody = {};
      return [
        name,
        {
          ...{ aliases, type, secured, retentionDays, searchable: isSearchable },
          ...(isLocked && { writers: nobody }),
          ...(isMasked && { readers: nobody, mask: 'all' }),
        },
      ];
    },
  );
}

/** Writes of secured attributes. */
export const securedWrites: ReadonlySet<string> = new Set(['setSecured', 'replaceSecured', 'patchSecured']);

const rawBags = new WeakMap<Bag, Bag>();
const expectedBags = new WeakSet<Bag>();
const rawRequests = new WeakMap<object, Request>();

/** Attributes of a request as they were sent. */
export function rawOf(bag: Bag): Bag {
  return rawBags.get(bag) ?? bag;
}

/** A request as it was sent. */
export function sentOf(request: Request): Request {
  return rawRequests.get(request) ?? request;
}

/** A request as the definitions have it: its names are those that are stored, and texts are converted. What breaks a rule stays. */
export function fitRequest<Own extends Request>(request: Own): Own {
  const isSecured = securedWrites.has(request.op);
  // What a guest brings is judged with the list of the channel.
  const convert = (bag: Bag, field: string) => {
    if (field === 'if') return expectBag(bag);
    return request.op === 'message' ? rename(bag) : fitBag(bag, isSecured);
  };
  const fitted = mapBags(request, convert) as Own;
  const named =
    'names' in fitted ? { ...fitted, names: fitted.names.map((name) => nameOf(definedNames, name)) } : fitted;
  rawRequests.set(named, request);
  return named as Own;
}

/** What a patch expects, under the names of it. */
function expectBag(bag: Bag): Bag {
  const renamed = rename(bag);
  rawBags.set(renamed, bag);
  expectedBags.add(bag);
  return renamed;
}

/** Attributes under their names. */
export function rename(bag: Bag): Bag {
  return new Map([...bag].map(([name, text]) => [nameOf(definedNames, name), text]));
}

/** Attributes under their names, converted where they fit. */
function fitBag(bag: Bag, isSecured: boolean): Bag {
  const fitted = new Map<string, string | null>();
  for (const [spelling, text] of bag) {
    const name = nameOf(definedNames, spelling);
    const fate = judge(definedNames.get(name) ?? {}, text, isSecured);
    if (!fitted.has(name)) fitted.set(name, typeof fate === 'object' ? fate.text : text);
  }
  rawBags.set(fitted, bag);
  return fitted;
}

/** The attributes of a request as they were sent, but for those that a guest has brought. */
export function bagsOf(request: Request): readonly Bag[] {
  const { op } = request;
  const own = op === 'create' && request.channelId !== undefined ? { ...request, metadata: undefined } : request;
  const bags: Bag[] = [];
  const take = (bag: Bag, field: string) => {
    if (field !== 'if') bags.push(rawOf(bag));
    return bag;
  };
  if (op !== 'message') mapBags(own, take);
  return bags;
}

function mapBags(value: unknown, change: (bag: Bag, field: string) => Bag, field = ''): unknown {
  if (value instanceof Map) return change(value, field);
  if (Array.isArray(value)) return value.map((one) => mapBags(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapBags(one, change, name)]));
}

/**
 * The names of attributes that may not be written, and of those whose values break a rule, as they were sent.
 *
 * @param isJudged - whether the rules are asked about one: not where it is no attribute at all
 */
export function judgeBag(
  bag: Bag,
  isSecured: boolean,
  isJudged: (name: string, text: string | null) => boolean = () => true,
): { readonly forbidden: readonly string[]; readonly wrong: readonly string[] } {
  const seen = new Set<string>();
  const isExpected = expectedBags.has(bag);
  const forbidden: string[] = [];
  const wrong: string[] = [];
  for (const [spelling, text] of bag) {
    if (!isJudged(spelling, text)) continue;
    const name = nameOf(definedNames, spelling);
    const rule = definedNames.get(name) ?? {};
    const isAgain = seen.size === seen.add(name).size;
    const fate =
      isAgain || (isExpected && rule.isMasked) ? 'wrong' : isExpected ? { text } : judge(rule, text, isSecured);
    if (fate === 'forbidden') forbidden.push(spelling);
    if (fate === 'wrong') wrong.push(spelling);
  }
  return { forbidden, wrong };
}

/** What becomes of a value that a guest brings. */
export function judgeGuests(name: string, text: string): { readonly text: string } | { readonly reason: string } {
  const rule = definedNames.get(name) ?? {};
  const fate = judge(rule, text, false);
  if (fate === 'forbidden' || (fate === 'wrong' && rule.secured)) return { reason: 'not-allowed' };
  return typeof fate === 'object' ? { text: fate.text ?? text } : { reason: 'wrong-type' };
}

/** Other spellings that a get has asked for. */
export function aliasesIn(names: readonly string[]): object | undefined {
  const other = names.filter((name) => nameOf(definedNames, name) !== name);
  return other.length === 0
    ? undefined
    : new Map(other.map((name) => [name, JSON.stringify(nameOf(definedNames, name))]));
}

/** An answer as everybody sees it: values that nobody may read are masked, and named beside. */
export function seenIn(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(seenIn);
  if (typeof body !== 'object' || body === null || body instanceof Map) return body;
  const bags = ['attributes', 'data', 'saved'].flatMap((field) => {
    const bag: unknown = Reflect.get(body, field);
    return bag instanceof Map ? [[field, bag] as const] : [];
  });
  const masked = [...new Set(bags.flatMap(([, bag]) => [...bag.keys()].filter(isMasked)))];
  const entries = Object.entries(body).map(([field, value]) => [field, seenIn(value)] as const);
  const shown = Object.fromEntries([...entries, ...bags.map(([field, bag]) => [field, seenBag(bag)] as const)]);
  // A pending write.
  const { name, execution, value } = shown;
  if (execution !== undefined && isMasked(String(name)) && value !== undefined && value !== null) {
    return { ...shown, value: '****', masked: true };
  }
  return masked.length > 0 ? { ...shown, masked } : shown;
}

/** Attributes as everybody sees them. */
export function seenBag<Texts extends ReadonlyMap<string, string>>(bag: Texts): ReadonlyMap<string, string> {
  return new Map([...bag].map(([name, text]) => [name, seenOf(definedNames.get(name) ?? {}, text)]));
}

function isMasked(name: string): boolean {
  return definedNames.get(name)?.isMasked ?? false;
}

/** Whether an answer has a value over which a right to read has decided. */
export function isRuled(body: unknown): boolean {
  return JSON.stringify(seenIn(body), (_, value) => (value instanceof Map ? [...value] : value)).includes('"masked":');
}
