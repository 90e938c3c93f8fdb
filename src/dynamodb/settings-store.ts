import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ChannelType } from '#domain/conversation.ts';
import { type ChannelTypeSettings, defaultSettings, type SettingsStore } from '#domain/settings.ts';
import { translated } from '#dynamodb/errors.ts';

/** Settings in a DynamoDB table. */
export class DynamoDbSettingsStore implements SettingsStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async readChannelType(type: ChannelType): Promise<ChannelTypeSettings> {
    const command = new GetCommand({ TableName: this.#table, Key: { pk: key(type) }, ConsistentRead: true });
    const { Item = defaultSettings } = await translated(this.#client.send(command));
    const { savedAttributes, retentionDays } = Item as ChannelTypeSettings;
    return { savedAttributes, retentionDays };
  }

  async writeChannelType(type: ChannelType, settings: ChannelTypeSettings): Promise<void> {
    await translated(
      this.#client.send(new PutCommand({ TableName: this.#table, Item: { pk: key(type), ...settings } })),
    );
  }
}

function key(type: ChannelType): string {
  return `channel-type#${type}`;
}
