import * as reference from '../../reference/life.ts';
import { checkBags, earlier, found, write } from '../checks.ts';
import type { Expected } from '../expected.ts';
import type { RequestOf } from '../requests.ts';
import type { World } from '../world.ts';
import { ended } from './conversations.ts';

export function contactData(world: World, { c }: RequestOf<'getContactData'> | RequestOf<'findContactData'>): Expected {
  return { status: 200, body: { contact_id: c, data: ended(world, c).saved } };
}

export function addContactData(world: World, request: RequestOf<'addContactData'>): Expected {
  const { c, data } = request;
  checkBags({ bag: data, values: 'json', removals: true });
  const held = found(world, c);
  if (!earlier(world, held, request)) write(world, held, request, reference.addContactData(held.conversation, data));
  return { status: 201, body: { contact_id: c }, location: `/RI/cmi/contactData/${c}` };
}
