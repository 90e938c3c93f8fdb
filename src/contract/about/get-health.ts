import { define, type Reference } from '../contract.ts';
import { Health } from '../schemas/about.ts';

/** GET /health */
export const contract = define<typeof reference>()({
  operation: 'get-health',
  method: 'GET',
  path: '/health',
  scope: undefined,
  dynamodb: {},
});

export const reference = () =>
  ({
    summary: 'Learn whether the API answers',
    description:
      'That the gateway and a function answer, and the version of the contract. It asks neither store nor key service.',
    answers: { 200: Health },
    refusals: [],
    client: { leftOut: 'for load balancers' },
    example: { status: 200 },
  }) satisfies Reference;
