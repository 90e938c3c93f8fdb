import { type Conversation, SECURED } from '../../reference/conversation.ts';
import * as flows from '../../reference/flows.ts';
import * as patches from '../../reference/patches.ts';
import { refuse } from '../../reference/requirements.ts';
import { callerOf, checkBags, checkFlowType, checkIfMatch, earlier, found, versionsOf, write } from '../checks.ts';
import type { Expected } from '../expected.ts';
import type { Bag, RequestOf } from '../requests.ts';
import { live, type World } from '../world.ts';
import type { Learnt } from './conversations.ts';
import { checkNames, keepBot, pend, select } from './flows.ts';

export function setSecured(world: World, request: RequestOf<'setSecured'>, learnt: Learnt): Expected {
  const { c, flowType, attributes } = request;
  refuseSayingBot(world, request);
  checkFlowType(flowType);
  checkBags({ bag: attributes, values: 'string', removals: true, isSecured: true });
  const held = found(world, c);
  const before = earlier(world, held, request);
  if (before) return { status: 202, body: { pending: [...attributes.keys()], revision: before.revision } };
  const set = (bag: Bag) =>
    flows.set(held.conversation, { ...callerOf(request), owner: SECURED, attributes: bag, at: world.now });
  return pend(world, held, request, { next: sealed(world, held.conversation, attributes, set), learnt });
}

/**
 * What a write of secured values makes of a conversation. What refuses it whatever the values are does so before they are
 * sealed: so the data key for a first value is made even where that finds no room.
 */
function sealed({ dataKeys }: World, { id }: Conversation, attributes: Bag, rule: (bag: Bag) => Conversation) {
  rule(new Map());
  if ([...attributes.values()].some((text) => text !== null)) dataKeys.add(id);
  return rule(attributes);
}

export function getSecured(world: World, request: RequestOf<'getSecured'>, learnt: Learnt): Expected {
  refuseSayingBot(world, request);
  checkFlowType(request.flowType);
  checkNames(request.names);
  const { conversation } = found(world, request.c);
  flows.get(conversation, { ...callerOf(request), owner: SECURED });
  const seen = flows.seenBy(conversation, request.f, SECURED);
  return select(seen, request.names, { learnt, version: conversation.securedVersion });
}

/** Who says here that it is a bot is refused, and is one from now on. */
function refuseSayingBot(world: World, request: RequestOf<'setSecured' | 'getSecured'>): void {
  const caller = callerOf(request);
  if (!caller.isBot) return;
  const held = live(world, request.c);
  if (held) keepBot(held, flows.noteBot(held.conversation, caller));
  refuse('secured-not-for-bots');
}

export function readSecured(world: World, { c }: RequestOf<'readSecured'>): Expected {
  const { secured: attributes, securedVersion: version } = found(world, c).conversation;
  return { status: 200, body: { attributes, version }, etag: version };
}

/** A replacement needs the current version; a patch takes one and ignores it. */
export function writeSecured(world: World, request: RequestOf<'replaceSecured' | 'patchSecured'>): Expected {
  const { op, c, attributes, ifMatch } = request;
  const replaces = op === 'replaceSecured';
  checkIfMatch(ifMatch);
  checkBags({ bag: attributes, values: 'string', removals: !replaces, isSecured: true });
  const held = found(world, c);
  if (!earlier(world, held, request)) {
    const versions = versionsOf({ ifMatch, version: replaces ? request.version : undefined });
    const { conversation } = held;
    const rule = (bag: Bag) => patches.writeSecured(conversation, { attributes: bag, replaces, versions });
    write(world, held, request, sealed(world, conversation, attributes, rule));
  }
  return answer(held.conversation);
}

/** The values too: the token of these requests has the right to read them. */
function answer({ secured: attributes, securedVersion: version }: Conversation): Expected {
  return { status: 200, body: { names: [...attributes.keys()], version, attributes }, etag: version };
}
