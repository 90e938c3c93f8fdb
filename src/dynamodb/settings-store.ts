import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { defaultChannel, type WebChannel } from '#domain/channel.ts';
import type { ChannelType } from '#domain/channel-types.ts';
import { type DefinitionTable, noDefinitions } from '#domain/definitions.ts';
import {
  type ChannelTypeSettings,
  defaultSettings,
  type KeptSettings,
  type SettingsRow,
  type SettingsStore,
  type Versioned,
} from '#domain/settings.ts';
import { decodeOperations } from '#dynamodb/decode-item.ts';
import { encodeOperations, type Item } from '#dynamodb/encode-item.ts';
import { catchFailedCondition, translateErrors } from '#dynamodb/errors.ts';
import { names } from '#dynamodb/names.ts';

/** The names of all that settings may have. */
type Fields<Settings> = readonly (keyof Settings & string)[];

const CHANNEL_TYPE_FIELDS: Fields<ChannelTypeSettings> = ['savedAttributes', 'retentionDays', 'activeMaxSeconds'];
const WEB_CHANNEL_FIELDS: Fields<WebChannel> = ['type', 'allowed', 'required', 'savedAttributes', 'retentionDays'];
const DEFINITION_FIELDS: Fields<DefinitionTable> = ['definitions', 'searchable', 'schemas'];
const DEFINITIONS_KEY = 'attribute-definitions';

/** Settings in a DynamoDB table: a row for each channel type and each web channel, and one for all definitions of attributes. */
export class DynamoDbSettingsStore implements SettingsStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  readChannelType(type: ChannelType): Promise<Versioned<ChannelTypeSettings>> {
    return this.#read(makeChannelTypeKey(type), CHANNEL_TYPE_FIELDS, defaultSettings);
  }

  /** The web channel, or the default. Sees every write acknowledged before. */
  readWebChannel(id: string): Promise<Versioned<WebChannel>> {
    return this.#read(makeWebChannelKey(id), WEB_CHANNEL_FIELDS, defaultChannel);
  }

  /** All definitions of attributes. Sees every write acknowledged before. */
  readDefinitions(): Promise<Versioned<DefinitionTable>> {
    return this.#read(DEFINITIONS_KEY, DEFINITION_FIELDS, noDefinitions);
  }

  /** Where they are written. */
  definitions(): SettingsRow<DefinitionTable> {
    return this.#row(DEFINITIONS_KEY, DEFINITION_FIELDS, noDefinitions);
  }

  /** Where the settings of a channel type are written. */
  channelType(type: ChannelType): SettingsRow<ChannelTypeSettings> {
    return this.#row(makeChannelTypeKey(type), CHANNEL_TYPE_FIELDS, defaultSettings);
  }

  /** Where a web channel is written. */
  webChannel(id: string): SettingsRow<WebChannel> {
    return this.#row(makeWebChannelKey(id), WEB_CHANNEL_FIELDS, defaultChannel);
  }

  /** Without the operation ids, which only writes need. */
  async #read<Settings extends object>(
    pk: string,
    fields: Fields<Settings>,
    otherwise: Settings,
  ): Promise<Versioned<Settings>> {
    const item = await this.#get(pk, projectOnly([...fields, names.revision]));
    return { ...decodeSettings(item, fields, otherwise), version: decodeOperations(item).revision };
  }

  #row<Settings extends object>(pk: string, fields: Fields<Settings>, otherwise: Settings): SettingsRow<Settings> {
    return {
      read: async () => {
        const item = await this.#get(pk);
        return { settings: decodeSettings(item, fields, otherwise), ...decodeOperations(item) };
      },
      replace: (next, revision) => this.#replace(pk, next, revision),
    };
  }

  async #get(pk: string, projection?: ReturnType<typeof projectOnly>): Promise<Item> {
    const command = new GetCommand({ TableName: this.#table, Key: { pk }, ConsistentRead: true, ...projection });
    return (await translateErrors(this.#client.send(command))).Item ?? {};
  }

  async #replace(pk: string, next: KeptSettings<object>, revision: number): Promise<boolean> {
    const command = new PutCommand({
      TableName: this.#table,
      Item: { ...next.settings, ...encodeOperations(next), pk },
      ...requireRevision(revision),
    });
    return (await catchFailedCondition(this.#client.send(command))).met;
  }
}

/** The condition that nothing was written since a revision. A row that was written without operation ids has none. */
function requireRevision(revision: number) {
  const ExpressionAttributeNames = { '#revision': names.revision };
  if (revision === 0) return { ConditionExpression: 'attribute_not_exists(#revision)', ExpressionAttributeNames };
  const ExpressionAttributeValues = { ':revision': revision };
  return { ConditionExpression: '#revision[0]=:revision', ExpressionAttributeNames, ExpressionAttributeValues };
}

/** Reads these attributes only. With placeholders, since `type` is a reserved word of DynamoDB. */
function projectOnly(attributes: readonly string[]) {
  return {
    ProjectionExpression: attributes.map((name) => `#${name}`).join(','),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
  };
}

/** The settings in a row: those that were set, and the default for the rest. */
function decodeSettings<Settings extends object>(item: Item, fields: Fields<Settings>, otherwise: Settings): Settings {
  const set = Object.fromEntries(fields.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
  return { ...otherwise, ...set };
}

function makeWebChannelKey(id: string): string {
  return `webchat-channel#${id}`;
}

function makeChannelTypeKey(type: ChannelType): string {
  return `channel-type#${type}`;
}
