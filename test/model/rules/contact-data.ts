import { checkBags, earlier, found, record } from '../checks.ts';
import { type Expected, Refused } from '../expected.ts';
import type { RequestOf } from '../requests.ts';
import { merge, type World } from '../world.ts';
import { ended } from './conversations.ts';

export function contactData(world: World, { c }: RequestOf<'getContactData'> | RequestOf<'findContactData'>): Expected {
  return { status: 200, body: { contact_id: c, data: ended(world, c).saved } };
}

export function addContactData(world: World, request: RequestOf<'addContactData'>): Expected {
  const { c, data } = request;
  checkBags({ bag: data, values: 'json', removals: true });
  const conversation = found(world, c);
  const answer = { status: 201, body: { contact_id: c }, location: `/RI/cmi/contactData/${c}` };
  if (earlier(world, conversation, request)) return answer;
  if (conversation.state === 'active') throw new Refused('conversation-not-ended');
  if (conversation.state === 'abandoned') throw new Refused('conversation-ended');
  const unlisted = [...data.keys()].filter((name) => !conversation.savedNames.includes(name));
  if (unlisted.length > 0) throw new Refused('unprocessable-content', { names: unlisted });
  if (data.size === 0) return answer;
  merge(conversation.saved, data);
  conversation.version += 1;
  record(world, conversation, request);
  return answer;
}
