import { limits } from '#domain/limits.ts';
import type { RefusalCode, RefusalData } from '#domain/refusal.ts';
import { integer, list, type Schema } from './schema.ts';
import { Difference, Version, Violation } from './schemas/basics.ts';

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

/** The one table from a code to its status (RFC 9110) and its title. */
export const problems: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  'bad-request': { status: 400, title: 'The request is malformed' },
  'missing-scope': { status: 403, title: 'The access token lacks a scope' },
  'missing-queue': { status: 403, title: 'The access token lacks the right to the call queue' },
  'foreign-execution': { status: 403, title: 'The flow execution belongs to another client' },
  'attribute-not-writable': { status: 403, title: 'The caller may not write an attribute' },
  'secured-not-for-bots': { status: 403, title: 'A bot flow may not use secured attributes' },
  'route-not-found': { status: 404, title: 'There is no such path' },
  'conversation-not-found': { status: 404, title: 'There is no such conversation' },
  'participant-not-found': { status: 404, title: 'There is no such participant' },
  'attribute-not-defined': { status: 404, title: 'The attribute has no definition' },
  'changes-not-kept': { status: 404, title: 'The deployment keeps no changes' },
  'schema-not-found': { status: 404, title: 'There is no such schema' },
  'record-not-found': { status: 404, title: 'The conversation has no such record' },
  'method-not-allowed': { status: 405, title: 'The path does not have this method' },
  'not-acceptable': { status: 406, title: 'None of the media types of the answer is accepted' },
  'conversation-ended': { status: 409, title: 'The conversation has ended' },
  'conversation-not-ended': { status: 409, title: 'The conversation has not ended' },
  'wrong-channel': { status: 409, title: 'The conversation belongs to another channel' },
  'invalid-transition': { status: 409, title: 'The conversation can not go to this state' },
  'conversation-exists': { status: 409, title: 'The id of the conversation is taken' },
  'participant-exists': { status: 409, title: 'The id of the participant is taken' },
  'version-conflict': { status: 409, title: 'The version is not current' },
  'values-differ': { status: 409, title: 'Attributes do not have the values that the request names' },
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

/** Something that comes with a code. */
interface Datum<Type> {
  readonly schema: Schema<Type>;
  readonly says: string;
  /** Whether it may be absent. */
  readonly isOptional: boolean;
}

/** Each field of the data, with its type; `isOptional` is true of those that may be absent. */
type DataOf<Data> = {
  readonly [Name in keyof Data]-?: Datum<Exclude<Data[Name], undefined>> & {
    readonly isOptional: undefined extends Data[Name] ? true : false;
  };
};

/** What comes with some codes besides what every problem has. Only documents need it: the bundles of the functions leave it out. */
export const problemData = (): { readonly [Code in keyof RefusalData]: DataOf<RefusalData[Code]> } => {
  const errors = { schema: list(Violation, 100), says: 'The first 100 things that are wrong.' };
  const moreErrors = {
    schema: integer(1, limits.bodyBytes),
    says: 'How many more there are; absent where `errors` lists all.',
    isOptional: true,
  } as const;
  const currentVersion = { schema: Version, says: 'The version that is current.', isOptional: false } as const;
  return {
    'bad-request': { errors: { ...errors, isOptional: true }, moreErrors },
    'unprocessable-content': { errors: { ...errors, isOptional: false }, moreErrors },
    'attribute-not-writable': { errors: { ...errors, isOptional: false }, moreErrors },
    'version-conflict': { currentVersion },
    'precondition-failed': { currentVersion },
    'values-differ': {
      differences: {
        schema: list(Difference, limits.namesPerRequest),
        says: 'Each attribute that does not have the value that `if` names.',
        isOptional: false,
      },
    },
  };
};

/** What each means, and what to do. Only documents need it: the bundles of the functions leave it out. */
export const explanations: Readonly<Record<ProblemCode, string>> = {
  'bad-request':
    'The body is no JSON, a field is missing, unknown or of the wrong type, an id, a name, a header or a parameter is not allowed. So is a parameter in the query that the operation does not have, and one that is given twice, but for `name`, `expand` and `state`; a `nextToken` of another list or of other filters; a member that an object of the body has twice; a byte order mark; and `If-None-Match` or `If-Unmodified-Since` on a write. Correct what `errors` names.',
  'missing-scope':
    "The answer's `WWW-Authenticate` names the scope. Ask the issuer for a token that has it, or have the client given it. Scopes are in the claims `scope`, `scp`, `roles` and `permissions`, unless the deployment names others: a text with blanks between, or a list. A scope for one secured name, such as `secured:read:card`, does for that name only: a get that asks for another one, or a write of another one, is refused whole.",
  'missing-queue':
    "The claim `queues` of the token, or the one that the deployment names, has neither the conversation's call queue nor `*`; a conversation without a call queue needs `*`. Saved data needs that right of every client; other reads need it of the clients that the deployment holds to their call queues, the console's for one. A patch of the call queue from wrap-up on needs the right to the one that the conversation leaves and to the one that it goes to. The answer does not say which call queue it is. Have the client given the right.",
  'foreign-execution':
    'The client that first writes in a flow execution has it; another may neither set nor get nor flush there. Use another id for your execution.',
  'attribute-not-writable':
    'The definition of the name says who may write it, and the caller is none of these: no client that it lists, and its token has none of the scopes and call queues that it lists. Nothing of the request was done. Leave the name out, or have the definition changed.',
  'secured-not-for-bots':
    'The flow execution says that its `flowType` is `bot` or `digitalbot`, in this request or an earlier one. Secured attributes are for flows of people: use another flow execution for them.',
  'route-not-found': 'Look the path up; a slash at the end counts.',
  'conversation-not-found':
    'It was never made, is erased, or its retention is over. From `interactions`: it is not live any more; in wrap-up it is read with `state=wrapup`. From `history`: it has not ended yet, or was abandoned. Sending the request again does not help.',
  'participant-not-found':
    'Or it has left, and is only read: nothing new is written to it. The detail names those who are present, to a token with `conversation:read` or `interaction:participant:read`. `customer` and `agent` also mean the only one present with that purpose: with two agents, use the id. A flow that names no participant means the first customer who is present.',
  'attribute-not-defined':
    'Names are free: one without a definition may be set, unless the deployment takes defined names alone. The list of definitions has those there are.',
  'changes-not-kept':
    'What has changed in conversations, by whom and when, is kept only by a deployment that is told to (`"changes": true`; locally `CHANGES=true`), from then on. Read the conversation itself.',
  'schema-not-found':
    'The id of a schema is made of its first title; the list of schemas has those there are. One that was just made is known to every function a minute later at most. Of a schema only the current version is kept.',
  'record-not-found':
    'The id of a record is that of its schema. The conversation has no value of any name in it: none was written, or all were removed, by the end too. Make it with PUT.',
  'method-not-allowed': '`Allow` has those it has.',
  'not-acceptable':
    'The `Accept` of the request excludes what the operation can give: `application/json`, for the contact log `text/csv` too. Leave `Accept` out, or name one of them.',
  'conversation-ended':
    "From `wrapup` on no attribute is written: neither set, flushed nor patched. Once it is `handled` or `abandoned`, its state, call queue and wrap-up don't change either. What was acknowledged before the end has taken effect. Do not send the request again.",
  'conversation-not-ended':
    'Saved data is changed in wrap-up or later. Until then write the attribute itself: what is on the saved list is saved at the end.',
  'wrong-channel':
    "A guest's message names a conversation that did not begin on this web channel; on which it did is not told. Send it to its own, or without `conversationId` to begin a new one.",
  'invalid-transition':
    '`active` goes to `wrapup`, `handled` or `abandoned`, and `wrapup` to `handled`. The detail says which state it is in. If it is the one you asked for, another request was first.',
  'conversation-exists':
    'A conversation has it, or had it and was erased less than 30 days ago, or its retention is over and the sweeper has not yet removed its data key. Take another id, or none: then the server makes one.',
  'participant-exists':
    'Perhaps by a participant who has left. Take another id, or none: then the server makes one of the purpose and a number.',
  'idempotency-key-expired':
    'The write was applied under this key more than 24 hours ago, and is known still. It is not applied again: that could bring back what was changed since. Read the conversation, and use a new key for a new request. Once the key is forgotten a request under it is a new one.',
  'version-conflict':
    'The `version` in the body names an older state than `currentVersion`. Read again, merge your change into what you read, and send it with the new version.',
  'values-differ':
    'The `if` of a patch names values that attributes do not have. `differences` lists each of them, with the value that it has for a token that may read it. Look whether the change is still right, and send it with the values that are there.',
  'precondition-failed':
    "As `version-conflict`, for the header. `If-Match` takes the `ETag` of the same thing as it came (weak tags, `W/\"3\"`, never match): a participant's for its attributes, the conversation's for the conversation, the settings' for settings. An operation that compares no version refuses `If-Match` with 400.",
  'body-too-large': 'More than 256 KiB. Send less in one request.',
  'conversation-too-large':
    'Names, values, pending ones and envelopes of a conversation may have 64 KiB. A name counts once for each participant, `data` and the secured attributes, with the largest of its values: a pending one counts what it adds. In the store all of them may take 180 KiB: that is less only with thousands of names, or where several flow executions would replace large values at once. Remove attributes (`null`), flush, or keep large things elsewhere and a reference to them here. What is pending always fits: a flush and an end are refused only for what comes along in the same request, a last batch or `data`.',
  'unsupported-media-type': "Send `Content-Type: application/json`; curl's own default is another.",
  'unprocessable-content':
    'A value has the wrong type, is too long or too deep, or there are too many names in the request. `errors` names each attribute and the limit. Or a participant was sent back with a read-only field (`id`, `purpose`, `type`, `externalId`, `addresses`, `endTime`) that is not as it was read: leave it out, or send it as it was.',
  'channel-takes-no-attributes': 'Conversations of type `email` have none.',
  'idempotency-key-reused':
    'Within 24 hours one key means one request to one conversation; with the id of another conversation in the body it is another request. Send the same body, `If-Match` and `Content-Type` of a patch as the first time (the order of members and blanks do not matter), or take a new key.',
  'too-many-participants':
    '25 are present: one must leave first (`DELETE …/participants/{participantId}`). Or there have been 100 in all, with those who have left.',
  'too-many-executions': '20 of them have. Flush one first.',
  'too-many-pending-writes': 'It would have more than 200 names. Flush first.',
  'precondition-required':
    'This deployment takes no patch of attributes without `If-Match` or `version`; `If-Match: *` names none. An `if` that names each attribute that the patch changes does, too. Read, then patch with the version that was read.',
  'internal-error':
    'A fault of ours. Nothing of the inside is shown; the log has the reason under the `contextId`. The operator of the deployment should look.',
  'data-key-lost':
    'The conversation has secured attributes whose data key is not in its table any more, or is not the one that KMS wrapped, after a restore of one table only, say. What is sealed under it does not open, and nothing else is sealed under another one. Reads answer the rest, and `unreadable` names these. Have the table of data keys restored; or remove all secured attributes of the conversation (pending ones too) and set them anew.',
  contention:
    '50 attempts found that another request had just written this conversation, or these settings. Nothing was changed. Send the request again. A change of `state` and an erasure are not held up by other writes, but for a change of `state` that brings `data` to a conversation at its limit of size.',
  'key-service-unavailable':
    "KMS throttles, does not answer, or refuses the use of the customer's key (disabled, deleted, not granted). Nothing was changed, and pending writes are where they were. Ordinary attributes work. Send the request again; if that does not help, look at the key: the log names it. Where only conversations from before a change of the KMS key answer this, the functions may not use the former key: list it in `formerKmsKeyArns` until `npm run rewrap-keys` has wrapped all data keys anew.",
  'store-unavailable':
    'DynamoDB throttles, fails or is slow, after several attempts. A write may have taken effect. Send it again with the same `Idempotency-Key`: it is then applied once, whichever it was.',
};
