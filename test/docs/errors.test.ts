import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problems } from '#contract/problems.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** The entries of the page: heading, status, title, and what stands below. */
const entries = page
  .split(/^## /m)
  .slice(1)
  .map((entry) => {
    const [code = '', text = ''] = entry.split(/\n\n(.*)/s);
    const [, status, title, rest = ''] = /^(\d{3}), "([^"]+)"\. (.*)$/s.exec(text.replaceAll('\n', ' ')) ?? [];
    return { code, status: Number(status), title, rest };
  });

test('the page explains every code of a refusal, with its status and title, and no other', () => {
  const documented = Object.fromEntries(entries.map(({ code, status, title }) => [code, { status, title }]));
  expect(documented).toEqual(problems);
  expect(entries).toHaveLength(Object.keys(problems).length);
});

test.for(entries)('the entry $code says more than its title', ({ rest }) => {
  expect(rest.length).toBeGreaterThan(20);
});

test('a code is an anchor of the page as it stands', () => {
  // GitHub and others make the anchor of a heading from its letters, digits and hyphens, in lower case.
  for (const { code } of entries) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test('the order of the page is that of the statuses', () => {
  const statuses = entries.map(({ status }) => status);
  expect(statuses).toEqual(statuses.toSorted());
});
