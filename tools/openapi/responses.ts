import { isRead } from '#contract/contract.ts';
import type { Operation } from '#contract/operations.ts';
import { type ProblemCode, problems } from '#contract/problems.ts';
import { integer, type Schema, textOf } from '#contract/schema.ts';
import { GatewayMessage, Problem } from '#contract/schemas/refusals.ts';

/** What every operation may refuse. */
export const common: readonly ProblemCode[] = [
  'bad-request',
  'not-acceptable',
  'unsupported-media-type',
  'body-too-large',
  'internal-error',
  'store-unavailable',
];

/** What the gateway answers by itself, to any request. */
const gateway: Readonly<Record<number, string>> = {
  400: 'The gateway: no path that can be decoded.',
  413: 'The gateway: more than 10 MB.',
  429: 'The gateway: more requests than the deployment allows. Wait a moment, longer each time.',
  431: 'The gateway: a request line and headers of more than 10,240 bytes.',
  500: 'The gateway: the function failed.',
  503: 'The gateway: the function did not answer in time.',
};

/** The answers of an operation by their status. Refusals are references into `components`, which it adds to. */
export function describeResponses(operation: Operation, components: Record<string, Schema>): Schema {
  const refused = describeRefusals(operation).map(({ status, codes, response }) => {
    // The same codes make the same response.
    const name = [status, ...codes].join('.');
    components[name] = response;
    return [status, { $ref: `#/components/responses/${name}` }];
  });
  return { ...describeAnswers(operation), ...Object.fromEntries(refused) };
}

const etag = { ETag: { description: 'The version.', schema: textOf(20) } };
const hash = { ETag: { description: 'A hash of the answer.', schema: textOf(30) } };
const location = { Location: { description: 'Where it is.', schema: textOf(400) } };
const nextToken = { 'Next-Token': { description: 'Of CSV: where the next page begins.', schema: textOf(200) } };

function describeAnswers(operation: Operation): Schema {
  const {
    method,
    gives = ['application/json'],
    answers: schemaOf,
    hasVersion,
    hasLocation,
    isHashed,
    example,
  } = operation;
  const hasCsv = gives.includes('text/csv');
  const tag = { ...(hasVersion && etag), ...(isHashed && hash) };
  const headers = { ...tag, ...(hasLocation && location), ...(hasCsv && nextToken) };
  const described = Object.entries(schemaOf).map(([status, of]) => {
    const isText = (type: string) => type.startsWith('text/');
    const json = of === undefined ? { type: 'object' } : anyOf([of].flat());
    const contents = gives.map((type) => [type, { schema: isText(type) ? textOf(6 * 1024 * 1024) : json }]);
    const said = Number(status) === example.status ? 'Done.' : 'Done, in the other way.';
    return [
      status,
      {
        description: said,
        ...(Object.keys(headers).length > 0 && { headers }),
        ...(status !== '204' && { content: Object.fromEntries(contents) }),
      },
    ];
  });
  const isKnown =
    'ETag' in tag && isRead(method) ? [['304', { description: 'As the caller has it.', headers: tag }]] : [];
  return Object.fromEntries([...described, ...isKnown]);
}

function anyOf(schemas: readonly Schema[]): Schema {
  const [first, ...others] = schemas;
  return first && others.length === 0 ? first : { anyOf: schemas };
}

interface Refused {
  readonly status: number;
  readonly codes: readonly ProblemCode[];
  readonly response: Schema;
}

function describeRefusals({ scope, refusals: own }: Operation): readonly Refused[] {
  const isOpen = scope === undefined;
  const missing = isOpen || scope === 'any' ? [] : (['missing-scope'] as const);
  const codes = new Set<ProblemCode>([...common, ...missing, ...own]);
  const byStatus = Map.groupBy([...codes].sort(), (code) => problems[code].status);
  const byGateway: Readonly<Record<number, string>> = {
    ...gateway,
    ...(!isOpen && { 401: 'The gateway: no valid access token.' }),
  };
  const statuses = new Set([...byStatus.keys(), ...Object.keys(byGateway).map(Number)]);
  return [...statuses].map((status) => {
    const of = byStatus.get(status) ?? [];
    return { status, codes: of, response: describeRefusal(status, of, byGateway[status]) };
  });
}

const retryAfter = { schema: integer(1, 60), description: 'Seconds.' };
const challenge = { schema: textOf(400), description: 'What the token lacks (RFC 6750).' };

function describeRefusal(status: number, codes: readonly ProblemCode[], byGateway: string | undefined): Schema {
  const sentences = codes.map((code) => `${code}: ${problems[code].title}.`);
  const headers = {
    ...(codes.length > 0 && status === 503 && { 'Retry-After': retryAfter }),
    ...((status === 401 || codes.includes('missing-scope')) && { 'WWW-Authenticate': challenge }),
  };
  return {
    description: [...sentences, byGateway].filter(Boolean).join(' '),
    // One schema for all problems: clients get one type, and the codes of each are told here.
    ...(codes.length > 0 && { 'x-codes': codes }),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      ...(codes.length > 0 && { 'application/problem+json': { schema: Problem } }),
      ...(byGateway && { 'application/json': { schema: GatewayMessage } }),
    },
  };
}
