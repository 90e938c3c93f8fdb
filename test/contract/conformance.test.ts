import { expect, test } from 'vitest';
import { type Compared, differences } from './conformance.ts';
import { operationOf } from './document.ts';

const problem = {
  type: '/docs/errors#conversation-not-found',
  title: 'There is no such conversation',
  status: 404,
  detail: 'There is no conversation "c1"',
  code: 'conversation-not-found',
  message: 'There is no conversation "c1"',
  contextId: 'sep0pJivUerDPTM=',
};
const conversation = {
  id: 'c1',
  type: 'voice',
  state: 'active',
  startTime: '2026-01-31T08:00:00.000Z',
  version: 1,
  data: {},
};

const refused: Compared = {
  status: 404,
  headers: new Headers({ 'content-type': 'application/problem+json' }),
  text: JSON.stringify(problem),
};
const good: Compared = {
  status: 200,
  headers: new Headers({ 'content-type': 'application/json', etag: '"1"' }),
  text: JSON.stringify(conversation),
};
const withHeaders = (more: Readonly<Record<string, string>>) =>
  new Headers({ ...Object.fromEntries(good.headers), ...more });
const problemWith = (more: object) => ({ ...refused, text: JSON.stringify({ ...problem, ...more }) });
const conversationWith = (more: object) => ({ ...good, text: JSON.stringify({ ...conversation, ...more }) });

test('what the document says of an answer is no difference', () => {
  for (const answer of [good, refused]) expect(differences(operationOf('get-conversation'), answer)).toEqual([]);
});

test.each([
  { what: 'a status that it does not have', answer: { ...good, status: 202 } },
  { what: 'another media type', answer: { ...good, headers: withHeaders({ 'content-type': 'text/html' }) } },
  {
    what: 'a header that breaks its schema',
    answer: { ...good, headers: withHeaders({ etag: `"${'1'.repeat(30)}"` }) },
  },
  { what: 'a field that it does not have', answer: conversationWith({ secret: 'x' }) },
  { what: 'a field less', answer: conversationWith({ version: undefined }) },
  { what: 'a field of another type', answer: conversationWith({ version: '1' }) },
  { what: 'a value that a schema refers to and refuses', answer: conversationWith({ data: { tier: null } }) },
  { what: 'a name that is none', answer: conversationWith({ data: { 'tab\t': 1 } }) },
  { what: 'a code that belongs to other operations', answer: problemWith({ code: 'participant-not-found' }) },
  { what: 'a type that leads elsewhere', answer: problemWith({ type: '/docs/errors#bad-request' }) },
  { what: 'another status in the body', answer: problemWith({ status: 400 }) },
  { what: 'a message that is not the detail', answer: problemWith({ message: 'no' }) },
  { what: 'a stack trace', answer: problemWith({ stack: 'at handler' }) },
])('$what is a difference', ({ answer }) => {
  expect(differences(operationOf('get-conversation'), answer)).not.toEqual([]);
});

test('a body where there is none is a difference', () => {
  const erased = { status: 204, headers: new Headers(), text: '' };
  expect(differences(operationOf('erase-conversation'), erased)).toEqual([]);
  expect(differences(operationOf('erase-conversation'), { ...erased, text: '{}' })).not.toEqual([]);
});
