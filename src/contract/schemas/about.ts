import { named, object, oneOf, textOf } from '../schema.ts';

export const Health = named('Health', object({ status: oneOf(['ok']), version: textOf(20) }), 'That the API answers.');
