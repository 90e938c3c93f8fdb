import type { Answer } from '../support/answer.ts';
import type { Operation } from './document.ts';
import { violations } from './validate.ts';

/** What an answer needs for a comparison with the document. */
export type Compared = Pick<Answer, 'status' | 'headers' | 'text'>;

/** How an answer differs from everything that the document says an operation answers: not at all, when it is empty. */
export function differences(operation: Operation, answer: Compared): readonly string[] {
  const { status, headers, text } = answer;
  const response = operation.responses[status];
  if (!response) return [`${operation.operationId} has no ${status} in the document, but answers ${text}`];
  const type = headers.get('content-type')?.replace(/;.*/, '') ?? '';
  const { content } = response;
  if (!content) return text === '' ? [] : [`${operation.operationId} ${status} has a body: ${text}`];
  const described = content[type];
  if (!described) return [`${operation.operationId} ${status} has no "${type}" in the document, but answers ${text}`];
  const body = type.endsWith('json') ? JSON.parse(text) : text;
  const wrong = [...violations(described.schema, body), ...headerViolations(response.headers ?? {}, headers)];
  if (type === 'application/problem+json') wrong.push(...contradictions(status, body, response['x-codes'] ?? []));
  return wrong.map((what) => `${operation.operationId} ${status}: ${what}, in ${text}`);
}

function headerViolations(described: NonNullable<Operation['responses'][string]['headers']>, headers: Headers) {
  return Object.entries(described).flatMap(([name, { schema }]) => {
    const value = headers.get(name);
    if (value === null) return [];
    return violations(schema, schema.type === 'integer' ? Number(value) : value).map(
      (what) => `header ${name} ${what}`,
    );
  });
}

/** Where a problem's fields do not agree with one another or with the status. */
function contradictions(
  status: number,
  problem: Readonly<Record<string, unknown>>,
  codes: readonly string[],
): readonly string[] {
  const { type, code, message, detail } = problem;
  return [
    ...(problem.status === status ? [] : [`its status is ${problem.status}`]),
    ...(codes.includes(String(code)) ? [] : [`its code ${code} is none of ${codes.join(', ')}`]),
    ...(type === `/docs/errors#${code}` ? [] : [`its type is ${type}`]),
    ...(message === detail ? [] : ['its message is not its detail']),
  ];
}
