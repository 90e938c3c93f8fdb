import type { TestProject } from 'vitest/node';
import { makeSigningKey } from '../../local/issuer/signing-key.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The RSA private key, in PEM, that signs the tokens of every file: making one for each takes longer than many files. */
    signingKey: string;
  }
}

export default async function provideSigningKey(project: TestProject): Promise<void> {
  project.provide('signingKey', await makeSigningKey());
}
