import type { Emulator } from '../../emulators/aws/emulator.ts';
import { ask, valuesOf } from './ask.ts';

interface PolicyDocument {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/** Takes the rights to a service from the role of an operation. The emulator must not ask for rights itself. */
export async function takeRights(emulator: Emulator, operation: string, service: 'dynamodb' | 'kms'): Promise<void> {
  const names = valuesOf(await ask(emulator, 'iam', { Action: 'ListRoles', MaxItems: '1000' }), 'RoleName');
  // CloudFormation shortens long names.
  const wanted = `-api-${operation.replaceAll('-', '')}`.slice(0, 24);
  const [role, ...others] = names.filter((name) => name.includes(wanted));
  if (role === undefined || others.length > 0) throw new Error(`Not one role is that of ${operation}: ${names}`);
  const [policy = ''] = valuesOf(await ask(emulator, 'iam', { Action: 'ListRolePolicies', RoleName: role }), 'member');
  const named = { RoleName: role, PolicyName: policy };
  const [document = ''] = valuesOf(await ask(emulator, 'iam', { Action: 'GetRolePolicy', ...named }), 'PolicyDocument');
  const { Statement: statements, ...rest }: PolicyDocument = JSON.parse(decodeURIComponent(document));
  const remaining = statements.filter(({ Action }) => !String(Action).includes(`${service}:`));
  if (remaining.length === statements.length) throw new Error(`The role of ${operation} has no rights to ${service}.`);
  const left = JSON.stringify({ ...rest, Statement: remaining });
  await ask(emulator, 'iam', { Action: 'PutRolePolicy', ...named, PolicyDocument: left });
}
