import { resolve } from 'node:path';
import { buildTwilioProject } from './project.ts';

const directory = resolve(import.meta.dirname, '../../dist/twilio');
await buildTwilioProject(directory);
console.log(`${directory} is ready for: twilio serverless:deploy`);
