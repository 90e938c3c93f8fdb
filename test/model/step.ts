import { Refused } from '../reference/requirements.ts';
import { addContactData, contactData } from './answers/contact-data.ts';
import { contactLogDifference } from './answers/contact-log.ts';
import { create, erase, history, type Learnt, patch, read } from './answers/conversations.ts';
import { exportConversation } from './answers/export.ts';
import { flush, get, set } from './answers/flows.ts';
import { message, patchChannel, readChannel } from './answers/guests.ts';
import { findDifference, readSettings, writeSettings } from './answers/lists.ts';
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
import { difference, type Expected, type Given } from './expected.ts';
import type { Request } from './requests.ts';
import { live, type World } from './world.ts';

/**
 * Lets the model take a request, and says how the answer differs from what the contract promises; undefined
 * when it does not. The model is as after the request then.
 */
export function step(world: World, request: Request, given: Given): string | undefined {
  if (request.op === 'find') return findDifference(world, request, given);
  if (request.op === 'contactLog') return contactLogDifference(world, request, given);
  const isJson = given.headers.get('content-type')?.includes('json') ?? false;
  const learnt: Learnt = isJson ? JSON.parse(given.text) : {};
  return difference(toldTo(request, expect(world, request, learnt), learnt), given);
}

/** What is answered with a list is compared by its elements; all else has one answer. */
type Single = Exclude<Request, { op: 'find' | 'contactLog' }>;

function expect(world: World, request: Single, learnt: Learnt): Expected {
  try {
    return unlessKnown(world, request, rule(world, request, learnt));
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
  const isKnown = tags.includes('*') || tags.includes(`"${etag}"`);
  return isKnown && !isAlias && etag !== undefined ? { status: 304, etag } : expected;
}

function rule(world: World, request: Single, learnt: Learnt): Expected {
  switch (request.op) {
    case 'create':
      return create(world, request, learnt);
    case 'read':
      return read(world, request);
    case 'patch':
      return patch(world, request);
    case 'erase':
      return erase(world, request);
    case 'join':
      return join(world, request);
    case 'leave':
      return leave(world, request);
    case 'readAttributes':
      return readAttributes(world, request);
    case 'patchAttributes':
      return patchAttributes(world, request);
    case 'readInteraction':
      return readInteraction(world, request);
    case 'patchInteraction':
      return patchInteraction(world, request);
    case 'set':
      return set(world, request, learnt);
    case 'get':
      return get(world, request, learnt);
    case 'flush':
      return flush(world, request);
    case 'setSecured':
      return setSecured(world, request, learnt);
    case 'getSecured':
      return getSecured(world, request, learnt);
    case 'readSecured':
      return readSecured(world, request);
    case 'replaceSecured':
    case 'patchSecured':
      return writeSecured(world, request);
    case 'export':
      return exportConversation(world, request);
    case 'history':
      return history(world, request);
    case 'getContactData':
    case 'findContactData':
      return contactData(world, request);
    case 'addContactData':
      return addContactData(world, request);
    case 'readChannel':
      return readChannel(world, request);
    case 'patchChannel':
      return patchChannel(world, request);
    case 'message':
      return message(world, request, learnt);
    case 'readSettings':
      return readSettings(world, request);
    case 'writeSettings':
      return writeSettings(world, request);
  }
}
