import { writeSkeleton } from './skeleton.ts';

/**
 * `npm run new-operation -- <group>/<name>` writes the skeleton of an operation that reads a conversation, and says what is left to do.
 * Without a name it says that alone, of all operations.
 */
try {
  const [place] = process.argv.slice(2);
  if (place !== undefined) console.log(['Written:', ...(await writeSkeleton(place))].join('\n  '));
  // Loaded now, so that it sees what was written.
  const { findMissing } = await import('./missing.ts');
  const missing = await findMissing();
  console.log(missing.length === 0 ? 'Every operation is complete.' : ['Missing:', ...missing].join('\n  '));
  if (place !== undefined) {
    console.log(
      'A rule that is new goes into src/domain/operations/, and what the answers do not show into a test in test/api/.',
    );
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
