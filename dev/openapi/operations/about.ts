import type { Group } from '../description.ts';

/** The API about itself. */
export const about = {
  'get-openapi': {
    description: 'This document.',
    answers: { 200: undefined },
    refusals: [],
    example: { status: 200 },
  },
  'get-health': {
    description:
      'That the gateway and a function answer, and the version of the contract. It asks neither store nor key service.',
    answers: { 200: 'Health' },
    refusals: [],
    example: { status: 200 },
  },
  'get-error-docs': {
    description: 'A page for people. The type of every problem leads to one of its headings.',
    answers: { 200: undefined },
    refusals: [],
    example: { status: 200 },
  },
} as const satisfies Group<string>;
