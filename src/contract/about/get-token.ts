import { define, type Reference } from '../contract.ts';
import { AccessToken } from '../schemas/about.ts';

/** GET /api/v2/token */
export const contract = define<typeof reference>()({
  operation: 'get-token',
  method: 'GET',
  path: '/api/v2/token',
  scope: 'any',
  dynamodb: {},
});

export const reference = () =>
  ({
    summary: 'Learn what your access token may do',
    description:
      'Its client, scopes and call queues, and when it expires: to check a connection and its rights before anything else. It asks neither store nor key service.',
    answers: { 200: AccessToken },
    refusals: [],
    client: 'describeToken',
    example: { status: 200 },
  }) satisfies Reference;
