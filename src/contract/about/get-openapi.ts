import { define, type Reference } from '../contract.ts';

/** GET /openapi.json */
export const contract = define<typeof reference>()({
  operation: 'get-openapi',
  method: 'GET',
  path: '/openapi.json',
  scope: undefined,
  dynamodb: {},
});

export const reference = () =>
  ({
    summary: 'Get the contract of this API',
    description: 'This document.',
    answers: { 200: undefined },
    refusals: [],
    client: { leftOut: 'for tools' },
    example: { status: 200 },
  }) satisfies Reference;
