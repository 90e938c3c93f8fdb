import type { Emulator } from '../../emulators/aws/emulator.ts';

/** The versions of the services that are asked by a form. */
const versions = { iam: '2010-05-08', cloudformation: '2010-05-15' } as const;

/** Asks a service that is asked by a form. The emulator must not ask for rights. @returns XML */
export async function ask(
  { url }: Emulator,
  service: keyof typeof versions,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: authorizationFor(service) },
    body: new URLSearchParams({ Version: versions[service], ...parameters }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${parameters.Action} answers ${response.status}: ${text}`);
  return text;
}

/** The texts of all elements of a name. */
export function valuesOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value = '']) => value);
}

/** Asks a service that is asked by JSON. @param target such as `DynamoDB_20120810.ListTables` */
export async function askJson({ url }: Pick<Emulator, 'url'>, service: string, target: string, input: object = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: authorizationFor(service),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target} answers ${response.status}: ${text}`);
  return JSON.parse(text);
}

function authorizationFor(service: string): string {
  const credential = `Credential=test/20260101/us-east-1/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none`;
}
