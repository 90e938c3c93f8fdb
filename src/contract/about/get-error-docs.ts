import { define, type Reference } from '../contract.ts';

/** GET /docs/errors */
export const contract = define<typeof reference>()({
  operation: 'get-error-docs',
  method: 'GET',
  path: '/docs/errors',
  scope: undefined,
  gives: ['text/html'],
  dynamodb: {},
});

export const reference = () =>
  ({
    summary: 'Read what each error means, and what to do',
    description: 'A page for people. The type of every problem leads to one of its headings.',
    answers: { 200: undefined },
    refusals: [],
    client: { leftOut: 'for people' },
    example: { status: 200 },
  }) satisfies Reference;
