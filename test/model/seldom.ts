import type { SymbolicRequest } from './symbols.ts';

const c = 'a';
const attributes = new Map([['pin', '"1"']]);

/** A run in which those operations succeed that by chance succeed seldom. */
export const seldom: readonly SymbolicRequest[] = [
  { op: 'writeSettings', type: 'voice', savedAttributes: ['tier'], retentionDays: 30 },
  { op: 'create', id: c, type: 'voice', data: new Map([['tier', '1']]), participants: [{ id: 'p', purpose: 'agent' }] },
  { op: 'patchInteraction', c, participants: [{ id: 'p', attributes: new Map([['tier', '1']]) }] },
  { op: 'readInteraction', c },
  { op: 'leave', c, p: 'p' },
  { op: 'setSecured', c, f: 'ivr', attributes },
  { op: 'replaceSecured', c, version: 0, attributes },
  { op: 'patchSecured', c, attributes },
  { op: 'patch', c, state: 'wrapup' },
  { op: 'addContactData', c, data: new Map([['tier', '2']]), listed: true },
  { op: 'getContactData', c },
  { op: 'findContactData', c },
  { op: 'patch', c, state: 'handled' },
  { op: 'history', c },
  { op: 'erase', c },
];
