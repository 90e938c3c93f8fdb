import { writeFile } from 'node:fs/promises';
import { measureCalls } from './scale/measure.ts';
import { VARIANTS, writePage } from './scale/page.ts';

/** `npm run scale`: writes the page of what a load takes. A test fails while it differs from what is measured. */
await writeFile(new URL('../docs/scale.md', import.meta.url), writePage(await measureCalls(VARIANTS)));
