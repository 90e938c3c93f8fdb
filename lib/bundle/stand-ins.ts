import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * Puts small modules in the place of those of the SDK that its commands bring along, and that the client of the functions
 * (`src/aws/function-client.ts`) has no use for: the SDK's clients for DynamoDB and KMS with all that they find out for a request, and
 * the schemas of every input, answer and error. What would use one after all says so.
 */
export const clientStandIns: Plugin = {
  name: 'client-stand-ins',
  setup(build) {
    // The document client makes one of another version; it never does where both are of one.
    build.onLoad({ filter: /client-(dynamodb|kms)\/dist-es\/\w+Client\.js$/ }, ({ path }) => {
      const name = path.replace(/^.*\/|\.js$/g, '');
      return { contents: `export class ${name} { constructor() { ${refuse(name)} } }` };
    });
    build.onLoad({ filter: /client-(dynamodb|kms)\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => ({
      contents: nameOperations(await readFile(path, 'utf8')),
    }));
  },
};

/** The same for what every command brings along: the rules of end points and of schemas. A client of the SDK itself needs them. */
export const commandStandIns: Plugin = {
  name: 'command-stand-ins',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/(endpoints|schema)$/ }, ({ path, importer }) =>
      /commandBuilder\.js$|smithy-client\/(command|schemaLogFilter)\.js$/.test(importer)
        ? { path, namespace: 'stand-in', sideEffects: false }
        : undefined,
    );
    // The document client counts its uses in the user agent.
    build.onResolve({ filter: /^@aws-sdk\/core\/client$/ }, ({ path, importer }) =>
      importer.includes('/lib-dynamodb/') ? { path, namespace: 'stand-in', sideEffects: false } : undefined,
    );
    build.onLoad({ filter: /core\/client$/, namespace: 'stand-in' }, () => ({
      contents: 'export const setFeature = () => {};',
    }));
    build.onLoad({ filter: /endpoints$/, namespace: 'stand-in' }, () => ({
      contents: 'export const getEndpointPlugin = () => ({ applyToStack() {} });',
    }));
    build.onLoad({ filter: /schema$/, namespace: 'stand-in' }, () => ({
      contents: `export const NormalizedSchema = { of() { ${refuse('NormalizedSchema')} } };`,
    }));
  },
};

function refuse(name: string): string {
  return `throw new Error(${JSON.stringify(`${name} of the SDK is not in this bundle`)});`;
}

/** A module that has of each operation its name, and that it is no stream. */
function nameOperations(schemas: string): string {
  const names = [...schemas.matchAll(/export var (\w+)\$ = \[9, /g)].map(([, name = '']) => name);
  const lines = names.map((name) => `export const ${name}$ = /* @__PURE__ */ operation(${JSON.stringify(name)});`);
  return `const operation = (name) =>
  Object.assign([9, '', name, 0, undefined, undefined], { [Symbol.for('@smithy/op-event-stream')]: false });
${lines.join('\n')}`;
}
