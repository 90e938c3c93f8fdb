import { described, list, named, object, oneOf, textOf } from '../schema.ts';
import { text, time } from './basics.ts';

export const Health = named('Health', object({ status: oneOf(['ok']), version: textOf(20) }), 'That the API answers.');

export const AccessToken = named(
  'AccessToken',
  object({
    clientId: text,
    scopes: described(list(text, 1_000), 'Without the prefix that the issuer puts before them.'),
    queues: described(list(text, 1_000), 'The ids of call queues that it gives the right to; `*` is all.'),
    expires: time,
  }),
  'What an access token may do, and until when.',
);
