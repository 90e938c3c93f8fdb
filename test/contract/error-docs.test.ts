import { beforeAll, expect, test } from 'vitest';
import { problems } from '#contract/problems.ts';
import { useApi } from '../support/api.ts';

const api = useApi();

let page: string;

beforeAll(async () => {
  const answer = await api.ok('GET', '/docs/errors', { token: null });
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  page = answer.text;
});

test.each(Object.keys(problems))(
  'the type of %s leads to one heading of the page, under which it is explained',
  (code) => {
    const sections = page.split(/(?=<h2\b)/).filter((section) => section.startsWith(`<h2 id="${code}">${code}</h2>`));
    expect(sections).toHaveLength(1);
    const [section = ''] = sections;
    expect(section).toContain(`${problems[code as keyof typeof problems].status}, `);
    expect(page.split(` id="${code}"`)).toHaveLength(2);
  },
);

test('the type of a refusal, resolved against its address, is on that page', async () => {
  const refused = await api.call('GET', '/nowhere');
  const { type } = JSON.parse(refused.text);
  const url = new URL(type, `${api.local.url}/nowhere`);
  const found = await (await fetch(url)).text();
  expect(found).toContain(`id="${url.hash.slice(1)}"`);
  expect(url.hash).toBe('#route-not-found');
});

test('the page loads nothing and runs nothing', () => {
  expect(page).not.toMatch(/<(script|img|link|iframe|object|embed|form)\b|\son\w+=|url\(|@import/i);
});
