import type { InferOutput } from 'valibot';
import type { Attributes } from '#domain/attributes.ts';
import type { NewParticipant } from '#domain/operations/create-conversation.ts';
import type { Input } from '#http/input.ts';
import type { newParticipant } from '#http/schemas.ts';

/** A participant in a body. `at` is where it stands there, put before the names of what is wrong with it. */
export function newParticipantIn(input: Input, body: InferOutput<typeof newParticipant>, at = ''): NewParticipant {
  const { id, purpose, externalId, addresses = [], attributes } = body;
  const place = (field: string) => (at ? `${at}.${field}` : field);
  if (typeof id === 'string') input.checkedId(place('id'), id);
  // The purpose becomes the id of a participant without one.
  if (typeof purpose === 'string') input.checkedId(place('purpose'), purpose);
  const bag = input.attributes(attributes, { values: 'json', removals: false }, at && place('attributes'));
  return {
    purpose,
    addresses,
    attributes: bag as Attributes,
    ...(id !== undefined && { id }),
    ...(externalId !== undefined && { externalId }),
  };
}

/** The participants of a new conversation. */
export function newParticipantsIn(input: Input, bodies: readonly InferOutput<typeof newParticipant>[]) {
  if (!Array.isArray(bodies)) return [];
  const ids = bodies.flatMap((body) => body?.id ?? []);
  for (const id of new Set(ids.filter((one, position) => ids.indexOf(one) !== position))) {
    input.violations.unprocessable('participants', `${JSON.stringify(id)} is the id of two participants`);
  }
  return bodies.map((body, position) => newParticipantIn(input, body ?? {}, `participants.${position}`));
}
