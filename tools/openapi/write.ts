import { readFile, writeFile } from 'node:fs/promises';
import { buildDocuments } from './documents.ts';

/** `npm run generate`: writes what is made from the contract. A test fails while they differ from the code. */
for (const [file, text] of await buildDocuments()) {
  const url = new URL(`../../${file}`, import.meta.url);
  const before = await readFile(url, 'utf8').catch(() => '');
  if (before === text) continue;
  await writeFile(url, text);
  console.log(`${file} is written`);
}
