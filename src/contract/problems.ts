import type { RefusalCode } from '#domain/refusal.ts';

/** What the edge refuses by itself. */
export type EdgeCode =
  | 'missing-scope'
  | 'missing-queue'
  | 'route-not-found'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'store-unavailable'
  | 'key-service-unavailable'
  | 'data-key-lost'
  | 'internal-error';

/** Every code of a refusal. */
export type ProblemCode = RefusalCode | EdgeCode;

/** The one table from a code to its status (RFC 9110) and its title. `docs/errors.md` explains each. */
export const problems: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  'bad-request': { status: 400, title: 'The request is malformed' },
  'missing-scope': { status: 403, title: 'The access token lacks a scope' },
  'missing-queue': { status: 403, title: 'The access token lacks the right to the call queue' },
  'foreign-execution': { status: 403, title: 'The flow execution belongs to another client' },
  'secured-not-for-bots': { status: 403, title: 'A bot flow may not use secured attributes' },
  'route-not-found': { status: 404, title: 'There is no such path' },
  'conversation-not-found': { status: 404, title: 'There is no such conversation' },
  'participant-not-found': { status: 404, title: 'There is no such participant' },
  'method-not-allowed': { status: 405, title: 'The path does not have this method' },
  'not-acceptable': { status: 406, title: 'None of the media types of the answer is accepted' },
  'conversation-ended': { status: 409, title: 'The conversation has ended' },
  'conversation-not-ended': { status: 409, title: 'The conversation has not ended' },
  'wrong-channel': { status: 409, title: 'The conversation belongs to another channel' },
  'invalid-transition': { status: 409, title: 'The conversation can not go to this state' },
  'conversation-exists': { status: 409, title: 'The id of the conversation is taken' },
  'participant-exists': { status: 409, title: 'The id of the participant is taken' },
  'version-conflict': { status: 409, title: 'The version is not current' },
  'idempotency-key-expired': { status: 409, title: 'The Idempotency-Key is more than 24 hours old' },
  'precondition-failed': { status: 412, title: 'The version in If-Match is not current' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'conversation-too-large': { status: 413, title: 'The conversation would be too large' },
  'unsupported-media-type': { status: 415, title: 'The body is not JSON' },
  'unprocessable-content': { status: 422, title: 'The content breaks a rule' },
  'channel-takes-no-attributes': { status: 422, title: 'The channel type takes no attributes' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used with another body' },
  'too-many-participants': { status: 422, title: 'The conversation has too many participants' },
  'too-many-executions': { status: 422, title: 'Too many flow executions have pending writes' },
  'too-many-pending-writes': { status: 422, title: 'The flow execution has too many pending writes' },
  'precondition-required': { status: 428, title: 'The request must name a version' },
  'key-service-unavailable': { status: 503, title: 'The key service does not answer' },
  'data-key-lost': { status: 500, title: 'The data key of the secured attributes is lost' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  contention: { status: 503, title: 'Others were writing at the same time' },
  'store-unavailable': { status: 503, title: 'The store does not answer' },
};
