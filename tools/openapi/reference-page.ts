import { readFile } from 'node:fs/promises';
import { pathsOf } from '#contract/contract.ts';
import { groups, type Operation, operations } from '#contract/operations.ts';
import { type ProblemCode, problems } from '#contract/problems.ts';
import type { Schema } from '#contract/schema.ts';
import { common } from './responses.ts';

/** The reference of the operations as Markdown: all in one table, then each with what it takes, answers and refuses. */
export async function writeReferencePage(): Promise<string> {
  const head = await readFile(new URL('reference-head.md', import.meta.url), 'utf8');
  const rows = operations.map(
    ({ method, path, scope, summary, operation }) =>
      `| ${method} \`${path}\` | ${nameScope(scope)} | [${summary}](#${operation}) |`,
  );
  return `${[
    head.trim(),
    `Any operation may also answer ${listCodes(common)}, and where it needs a token ${listCodes(['missing-scope'])}.`,
    ['| request | scope | what |', '| --- | --- | --- |', ...rows].join('\n'),
    ...groups.flatMap(({ name, description, folder }) => [
      `## ${name}`,
      description,
      ...operations.filter((one) => one.folder === folder).flatMap(writeSection),
    ]),
  ].join('\n\n')}\n`;
}

/** What a token must have, as the table says it. */
function nameScope(scope: Operation['scope']): string {
  if (scope === undefined) return 'none';
  return scope === 'any' ? 'any scope' : `\`${scope}\``;
}

function writeSection(operation: Operation): readonly string[] {
  const { operation: name, method, summary, description, query = [], body, bodySchema, answers, refusals } = operation;
  const paths = pathsOf(operation).map((path) => `${method} ${path}`);
  const { scope, alsoScope, readScope, isConditional, isHashed, hasVersion, client } = operation;
  const parameters = query.map(
    (one) => `  - \`${one.name}\`${one.isRequired ? ' (required)' : ''}: ${one.description}`,
  );
  const facts = [
    scope &&
      `${scope === 'any' ? 'a token,' : 'scope'} ${nameScope(scope)}${alsoScope ? ` or \`${alsoScope}\`` : ''}${readScope ? `; with \`${readScope}\` the answer also shows stored values` : ''}`,
    parameters.length > 0 && `query:\n${parameters.join('\n')}`,
    body && `body: \`${bodySchema?.name}\``,
    isConditional && 'takes `If-Match`',
    `answers ${Object.entries(answers)
      .map(([status, of]) => writeAnswer(status, of))
      .join(', ')}${hasVersion || isHashed ? ', with an `ETag`' : ''}`,
    refusals.length > 0 && `refuses with ${listCodes(refusals)}`,
    typeof client === 'string' && `[client](client.md): \`${client}\``,
  ].filter((fact) => typeof fact === 'string');
  return [
    `### ${name}`,
    `${summary}. ${description}`,
    ['```http', ...paths, '```'].join('\n'),
    facts.map((fact) => `- ${fact}`).join('\n'),
  ];
}

function writeAnswer(status: string, of: Schema | readonly Schema[] | undefined): string {
  const names = (of === undefined ? [] : [of].flat()).map(({ $ref }) => String($ref).split('/').at(-1));
  return names.length === 0 ? status : `${status} (${names.map((name) => `\`${name}\``).join(' or ')})`;
}

function listCodes(codes: readonly ProblemCode[]): string {
  const sorted = [...codes].sort((a, b) => problems[a].status - problems[b].status || (a < b ? -1 : 1));
  return sorted.map((code) => `${problems[code].status} [\`${code}\`](errors.md#${code})`).join(', ');
}
