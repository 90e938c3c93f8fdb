import { globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConversationById } from '../../clients/typescript/src/conversation.ts';
import { Flow } from '../../clients/typescript/src/flow.ts';
import { ConversationAttributes } from '../../clients/typescript/src/index.ts';
import { ParticipantById } from '../../clients/typescript/src/participant.ts';
import { WebChannel } from '../../clients/typescript/src/web-channel.ts';
import { quoted, read, root, rows, section, takeBlocks } from '../docs/markdown.ts';

const page = read('docs/client.md');
const files = readdirSync(join(root, 'docs/examples'));

const tests = globSync('test/{client,browser}/*.test.ts', { cwd: root }).map(read);
const pages = page + read('docs/website.md');

/** The files that the pages quote, each with the block below its link. */
const quotes = [...pages.matchAll(/\]\(examples\/([\w-]+\.\w+)\):\n\n```\w+\n(.*?)^```$/gms)];
const blocks = [
  ...takeBlocks('docs/client.md', { language: 'ts' }),
  ...takeBlocks('docs/website.md', { language: 'ts' }),
  ...takeBlocks('docs/website.md', { language: 'html' }),
];

test('the pages on the client and on websites quote every example, and each once', () => {
  expect(quotes.map(([, file]) => file).sort()).toEqual(files.sort());
  expect(quotes.map(([, , quote = '']) => quote.trimEnd()).sort()).toEqual(blocks.map(({ text }) => text).sort());
});

test.for(files)('they quote %s as it is, and a test runs it', (file) => {
  const [, , quote] = quotes.find(([, name]) => name === file) ?? [];
  expect(quote).toBe(read(`docs/examples/${file}`));
  expect(tests.some((source) => source.includes(`docs/examples/${file}`))).toBe(true);
});

test('the page names every method', () => {
  const classes = [ConversationAttributes, ConversationById, Flow, ParticipantById, WebChannel];
  const methods = classes.flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype));
  const listed = quoted(section(page, 'What there is')).map((code) => code.replace(/^.*\.|\(.*$/g, ''));
  expect(methods.filter((name) => name !== 'constructor' && !listed.includes(name))).toEqual([]);
});

test('the page has the options with their defaults', () => {
  const options = rows(section(page, 'Options'));
  const interfaces = [
    ['clients/typescript/src/transport.ts', 'type ClientOptions'],
    ['clients/typescript/src/token.ts', 'interface ClientCredentials'],
    ['clients/typescript/src/token.ts', 'interface OwnTokens'],
    ['clients/typescript/src/sender.ts', 'interface SendOptions'],
  ] as const;
  const all = interfaces.flatMap(([file, name]) => {
    const [, text = ''] = read(file).split(`export ${name} `);
    return [...text.slice(0, text.indexOf('\n\n')).matchAll(/ readonly (\w+)\??:/g)].map(([, option]) => option);
  });
  expect(all).toContain('attempts');
  expect(options.flatMap(([names = '']) => quoted(names)).sort()).toEqual(all.sort());
  const [, timeout, attempts] =
    /timeout = ([\d_]+), attempts = (\d+)/.exec(read('clients/typescript/src/sender.ts')) ?? [];
  const defaults = options.filter(([name = '']) => /timeout|attempts/.test(name)).map(([, , value]) => value);
  expect(defaults).toEqual([Number(timeout?.replace('_', '')).toLocaleString('en'), attempts]);
});
