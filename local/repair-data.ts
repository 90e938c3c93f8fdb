import { ClassicLevel } from 'classic-level';
import { inMemory, readConfig } from './config.ts';
import { locateStore } from './dynamodb.ts';

// Makes a store whose files are damaged one that opens, of what can still be read: npm run repair-data, with the DATA_DIR of the server.
const { dataDir } = readConfig(process.env);
const store = locateStore(dataDir);
try {
  if (dataDir === inMemory) throw new Error('DATA_DIR is memory: there is nothing to repair');
  await ClassicLevel.repair(store);
  console.log(`The store in ${store} can be opened again. What can't be read is in ${store}/lost.`);
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  console.error(`The store in ${store} can't be repaired: ${cause instanceof Error ? cause.message : cause}`);
  process.exitCode = 1;
}
