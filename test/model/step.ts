import { Refused } from '../reference/requirements.ts';
import { addContactData, contactData } from './answers/contact-data.ts';
import { contactLogDifference } from './answers/contact-log.ts';
import { create, erase, history, type Learnt, patch, read } from './answers/conversations.ts';
import { exportConversation, nameConversation } from './answers/export.ts';
import { flush, get, set } from './answers/flows.ts';
import { message, patchChannel, readChannel } from './answers/guests.ts';
import { findDifference, interactionsDifference, readSettings, writeSettings } from './answers/lists.ts';
import {
  join,
  leave,
  patchAttributes,
  patchInteraction,
  readAttributes,
  readInteraction,
} from './answers/participants.ts';
import { getSecured, readSecured, setSecured, writeSecured } from './answers/secured.ts';
import { toldTo } from './answers/written.ts';
import { checkWritable } from './checks.ts';
import { difference, type Expected, type Given } from './expected.ts';
import type { Request, RequestOf } from './requests.ts';
import { aliasesIn, fitRequest, isRuled, seenIn } from './rules.ts';
import { live, type World } from './world.ts';

/**
 * Lets the model take a request, and says how the answer differs from what the contract promises; undefined
 * when it does not. The model is as after the request then.
 */
export function step(world: World, sent: Request, given: Given): string | undefined {
  const request = fitRequest(sent);
  if (request.op === 'find') return findDifference(world, request, given);
  if (request.op === 'listInteractions') return interactionsDifference(world, request, given);
  if (request.op === 'contactLog') return contactLogDifference(world, request, given);
  const isJson = given.headers.get('content-type')?.includes('json') ?? false;
  const learnt: Learnt = isJson ? JSON.parse(given.text) : {};
  return difference(seen(sent, toldTo(request, expect(world, request, learnt), learnt)), given);
}

/** What is answered as everybody sees it. What a right to read has decided over is never said to be unmodified. */
function seen(sent: Request, expected: Expected): Expected {
  if (!('status' in expected) || expected.body === undefined) return expected;
  const aliases = sent.op === 'get' || sent.op === 'getSecured' ? { aliases: aliasesIn(sent.names) } : {};
  return { ...expected, body: { ...(seenIn(expected.body) as object), ...aliases } };
}

/** What is answered with a list is compared by its elements; all else has one answer. */
type Single = Exclude<Request, { op: 'find' | 'listInteractions' | 'contactLog' }>;

function expect(world: World, request: Single, learnt: Learnt): Expected {
  try {
    checkWritable(request);
    const answer = answers[request.op] as (world: World, request: Single, learnt: Learnt) => Expected;
    return unlessKnown(world, request, answer(world, request, learnt));
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** 304 for a read whose caller has the tag (RFC 9110, section 13.1.2, weak comparison): never by an alias, which may move. */
function unlessKnown(world: World, request: Single, expected: Expected): Expected {
  if (!('ifNoneMatch' in request) || request.ifNoneMatch === undefined || 'refusals' in expected) return expected;
  const { etag } = expected;
  const isAlias =
    request.op === 'readAttributes' &&
    !live(world, request.c)?.conversation.participants.some(({ id }) => id === request.p);
  const tags = request.ifNoneMatch.split(',').map((one) => one.trim().replace(/^W\//, ''));
  const isKnown = (tags.includes('*') || tags.includes(`"${etag}"`)) && !isRuled(expected.body);
  return isKnown && !isAlias && etag !== undefined ? { status: 304, etag } : expected;
}

type Answers = { readonly [Op in Single['op']]: (world: World, request: RequestOf<Op>, learnt: Learnt) => Expected };

/** What each request is answered. */
const answers: Answers = {
  ...{ create, read, patch, erase, join, leave, readAttributes, patchAttributes, readInteraction, patchInteraction },
  ...{ set, get, flush, setSecured, getSecured, readSecured, replaceSecured: writeSecured, patchSecured: writeSecured },
  ...{
    names: nameConversation,
    export: exportConversation,
    history,
    getContactData: contactData,
    findContactData: contactData,
    addContactData,
  },
  ...{ readChannel, patchChannel, message, readSettings, writeSettings },
};

/** Every operation. */
export const operations = [
  ...Object.keys(answers),
  'find',
  'listInteractions',
  'contactLog',
] as readonly Request['op'][];
