import type { Emulator } from '../../dev/local-aws/emulator.ts';

interface PolicyDocument {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/** Takes the rights to a service from the role of an operation. The emulator must not ask for rights itself. */
export async function takeRights(emulator: Emulator, operation: string, service: 'dynamodb' | 'kms'): Promise<void> {
  const names = valuesOf(await ask(emulator, { Action: 'ListRoles', MaxItems: '1000' }), 'RoleName');
  // CloudFormation shortens long names.
  const wanted = `-api-${operation.replaceAll('-', '')}`.slice(0, 24);
  const [role, ...others] = names.filter((name) => name.includes(wanted));
  if (role === undefined || others.length > 0) throw new Error(`Not one role is that of ${operation}: ${names}`);
  const [policy = ''] = valuesOf(await ask(emulator, { Action: 'ListRolePolicies', RoleName: role }), 'member');
  const named = { RoleName: role, PolicyName: policy };
  const [document = ''] = valuesOf(await ask(emulator, { Action: 'GetRolePolicy', ...named }), 'PolicyDocument');
  const { Statement: statements, ...rest }: PolicyDocument = JSON.parse(decodeURIComponent(document));
  const remaining = statements.filter(({ Action }) => !String(Action).includes(`${service}:`));
  if (remaining.length === statements.length) throw new Error(`The role of ${operation} has no rights to ${service}.`);
  const left = JSON.stringify({ ...rest, Statement: remaining });
  await ask(emulator, { Action: 'PutRolePolicy', ...named, PolicyDocument: left });
}

async function ask({ url }: Emulator, parameters: Readonly<Record<string, string>>): Promise<string> {
  const credential = 'Credential=test/20260101/us-east-1/iam/aws4_request';
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({ Version: '2010-05-08', ...parameters }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${parameters.Action} answers ${response.status}: ${text}`);
  return text;
}

function valuesOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value = '']) => value);
}
