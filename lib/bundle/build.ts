import { join } from 'node:path';
import { bundleApp } from './bundle.ts';

await bundleApp(join(import.meta.dirname, '../../dist'));
