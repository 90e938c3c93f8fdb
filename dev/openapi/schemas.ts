import { idPattern, whyNotId } from '#domain/ids.ts';
import { type Schema, to } from './schema.ts';
import { bagSchemas } from './schemas/bags.ts';
import { channelSchemas } from './schemas/channels.ts';
import { conversationSchemas } from './schemas/conversations.ts';
import { flowSchemas } from './schemas/flows.ts';
import { refusalSchemas } from './schemas/refusals.ts';

/** Words that other systems have in the place of an id, as far as they are no ids here. */
const reserved = ['calls', 'callbacks', 'chats', 'messages', 'emails'].filter((word) => whyNotId(word) !== undefined);

/** The schemas of the document by their names. */
export const schemas = {
  Id: {
    type: 'string',
    pattern: idPattern.source,
    maxLength: 128,
    not: { enum: reserved },
    description: 'An id, chosen by the caller or made here.',
  },
  ...bagSchemas,
  ...conversationSchemas,
  ...flowSchemas,
  ...channelSchemas,
  ...refusalSchemas,
} satisfies Record<string, Schema>;

/** The name of a schema of the document. */
export type SchemaName = keyof typeof schemas;

/** A reference to a schema of the document. */
export function ref(name: SchemaName): Schema {
  return to(name);
}
