import * as bodies from '#http/schemas.ts';
import { call, notThere, write } from '../common.ts';
import type { Group } from '../description.ts';

const writeSecured = [...write, 'precondition-failed', 'key-service-unavailable', 'data-key-lost'] as const;

/** Secured attributes. */
export const secured = {
  'get-secureattributes': {
    description: 'What has taken effect, decrypted: pending writes are not part of it.',
    answers: { 200: 'Secured' },
    hasVersion: true,
    // Ended meanwhile: its data key is removed.
    refusals: [...notThere, 'key-service-unavailable', 'conversation-ended'],
    example: { path: call, status: 200 },
  },
  'put-secureattributes': {
    description:
      'Names that are not given are removed. The version must be current; it is 0 where there were never any. The answer has all names and values.',
    body: bodies.securedReplacement,
    answers: { 200: 'SecuredNames' },
    hasVersion: true,
    isConditional: true,
    refusals: [...writeSecured, 'version-conflict'],
    example: { path: call, body: { attributes: { iban: 'DE02120300000000202051' }, version: 1 }, status: 200 },
  },
  'patch-secureattributes': {
    description:
      'Names that are not given stay as they are; null removes a name. A version is taken and ignored. The answer has all names and values.',
    body: bodies.securedPatch,
    answers: { 200: 'SecuredNames' },
    hasVersion: true,
    isConditional: true,
    refusals: writeSecured,
    example: { path: call, body: { attributes: { iban: null } }, status: 200 },
  },
} as const satisfies Group<string>;
