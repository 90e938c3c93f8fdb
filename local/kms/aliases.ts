import { type Input, readOptionalText, readText } from './input.ts';
import { arnOf, type KeyStore } from './key-store.ts';
import { KmsError } from './kms-error.ts';

/** CreateAlias: a second name of a key. */
export function createAlias(store: KeyStore, input: Input): undefined {
  const alias = readAliasName(input);
  const key = store.find(readText(input, 'TargetKeyId'));
  if (hasAlias(store, alias)) {
    throw new KmsError('AlreadyExistsException', `An alias with the name ${arnOf(alias)} already exists`);
  }
  store.setAlias(alias, key.id);
}

/** UpdateAlias: the same name for another key. */
export function updateAlias(store: KeyStore, input: Input): undefined {
  const alias = requireAlias(store, readAliasName(input));
  store.setAlias(alias, store.find(readText(input, 'TargetKeyId')).id);
}

/** DeleteAlias: the key stays. */
export function deleteAlias(store: KeyStore, input: Input): undefined {
  store.setAlias(requireAlias(store, readAliasName(input)), undefined);
}

/** ListAliases, all on one page, or those of one key. */
export function listAliases(store: KeyStore, input: Input): object {
  const keyId = readOptionalText(input, 'KeyId');
  const only = keyId === undefined ? undefined : store.find(keyId).id;
  const aliases = store.aliases.filter(([, target]) => only === undefined || target === only);
  return {
    Aliases: aliases.map(([alias, target]) => ({ AliasName: alias, AliasArn: arnOf(alias), TargetKeyId: target })),
    Truncated: false,
  };
}

function readAliasName(input: Input): string {
  const alias = readText(input, 'AliasName');
  if (/^alias\/(?!aws\/)[\w/-]{1,250}$/.test(alias)) return alias;
  throw new KmsError(
    'InvalidAliasNameException',
    `The alias '${alias}' is not valid: give alias/ and letters, digits, /, _ or -, not beginning with alias/aws/`,
  );
}

function requireAlias(store: KeyStore, alias: string): string {
  if (!hasAlias(store, alias)) throw new KmsError('NotFoundException', `Alias ${arnOf(alias)} is not found.`);
  return alias;
}

function hasAlias(store: KeyStore, alias: string): boolean {
  return store.aliases.some(([candidate]) => candidate === alias);
}
