import {
  checkBags,
  checkFlowType,
  checkIfMatch,
  earlier,
  found,
  isBot,
  keepBot,
  record,
  refuseErased,
  refuseForeign,
  requireActive,
  requireAttributes,
  requireCurrent,
} from '../checks.ts';
import { type Expected, Refused } from '../expected.ts';
import type { Bag, RequestOf } from '../requests.ts';
import { requireRoom } from '../room.ts';
import { type Conversation, change, live, secured, type World } from '../world.ts';
import type { Learnt } from './conversations.ts';
import { checkNames, pend, seenOf, select } from './flows.ts';

export function setSecured(world: World, request: RequestOf<'setSecured'>, learnt: Learnt): Expected {
  const { c, f, flowType, attributes } = request;
  refuseSayingBot(world, request);
  checkFlowType(flowType);
  checkBags({ bag: attributes, values: 'string', removals: true });
  const conversation = found(world, c);
  const before = earlier(world, conversation, request);
  if (before) return { status: 202, body: { pending: [...attributes.keys()], revision: before.revision } };
  refuseForeign(conversation, request);
  requireAttributes(conversation);
  refuseBot(conversation, f);
  requireActive(conversation);
  announce(conversation, attributes);
  return pend(world, conversation, request, { owner: secured, learnt });
}

export function getSecured(world: World, request: RequestOf<'getSecured'>, learnt: Learnt): Expected {
  refuseSayingBot(world, request);
  checkFlowType(request.flowType);
  checkNames(request.names);
  const conversation = found(world, request.c);
  refuseForeign(conversation, request);
  refuseBot(conversation, request.f);
  refuseErased(conversation);
  const seen = seenOf(conversation, request.f, secured);
  return select(seen, request.names, { learnt, version: conversation.securedVersion });
}

/** Who says here that it is a bot is refused, and is one from now on. */
function refuseSayingBot(world: World, request: RequestOf<'setSecured' | 'getSecured'>): void {
  if (!isBot(request.flowType)) return;
  const conversation = live(world, request.c);
  if (conversation) keepBot(conversation, request);
  throw new Refused('secured-not-for-bots');
}

/** Makes the data key for a first value. */
function announce(conversation: Conversation, attributes: Bag): void {
  if ([...attributes.values()].some((text) => text !== 'null')) conversation.hasDataKey = true;
}

function refuseBot({ bots }: Conversation, execution: string): void {
  if (bots.has(execution)) throw new Refused('secured-not-for-bots');
}

export function readSecured(world: World, { c }: RequestOf<'readSecured'>): Expected {
  const { secured: attributes, securedVersion: version } = found(world, c);
  return { status: 200, body: { attributes, version }, etag: version };
}

/** A replacement needs the current version; a patch takes one and ignores it. */
export function writeSecured(world: World, request: RequestOf<'replaceSecured' | 'patchSecured'>): Expected {
  const { op, c, attributes, ifMatch } = request;
  const replaces = op === 'replaceSecured';
  checkIfMatch(ifMatch);
  checkBags({ bag: attributes, values: 'string', removals: !replaces });
  const conversation = found(world, c);
  if (earlier(world, conversation, request)) return answer(conversation);
  requireAttributes(conversation);
  requireActive(conversation);
  const version = replaces ? request.version : undefined;
  requireCurrent({ current: conversation.securedVersion, ifMatch, version });
  const removed = replaces ? [...conversation.secured.keys()].filter((name) => !attributes.has(name)) : [];
  const bag: Bag = new Map([...removed.map((name): [string, string] => [name, 'null']), ...attributes]);
  if (bag.size === 0) return answer(conversation);
  announce(conversation, attributes);
  const after = { ...conversation, secured: new Map(conversation.secured) };
  change(after, [{ owner: secured, bag }]);
  requireRoom(after);
  conversation.secured = after.secured;
  conversation.securedVersion += 1;
  record(world, conversation, request);
  return answer(conversation);
}

/** The values too: the token of these requests has the right to read them. */
function answer({ secured: attributes, securedVersion: version }: Conversation): Expected {
  return { status: 200, body: { names: [...attributes.keys()], version, attributes }, etag: version };
}
