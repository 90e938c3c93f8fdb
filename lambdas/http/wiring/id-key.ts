import { readRequiredVariable } from '#http/wiring/read-environment.ts';

/** HMAC key of partition keys and operation ids. */
export const idKey = readRequiredVariable(process.env, 'ID_KEY', 32);
