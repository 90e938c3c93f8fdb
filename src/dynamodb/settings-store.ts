import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { defaultChannel, type WebChannel, type WebChannelStore } from '#domain/channel.ts';
import type { ChannelType } from '#domain/conversation.ts';
import { type ChannelTypeSettings, defaultSettings, type SettingsStore } from '#domain/settings.ts';
import { translated } from '#dynamodb/errors.ts';
import { Expression } from '#dynamodb/expression.ts';

/** Settings in a DynamoDB table. */
export class DynamoDbSettingsStore implements SettingsStore, WebChannelStore {
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

  async readWebChannel(id: string): Promise<WebChannel> {
    const command = new GetCommand({ TableName: this.#table, Key: { pk: channelKey(id) }, ConsistentRead: true });
    return channel((await translated(this.#client.send(command))).Item);
  }

  async patchWebChannel(id: string, { type, allowed }: Partial<WebChannel>): Promise<WebChannel> {
    const expression = new Expression();
    if (type !== undefined) expression.set(expression.name('type'), expression.value(type));
    if (allowed !== undefined) expression.set(expression.name('allowed'), expression.value(allowed));
    expression.set(expression.name('channelId'), expression.value(id));
    const { ConditionExpression: _none, ...update } = expression.build();
    const place = { TableName: this.#table, Key: { pk: channelKey(id) } };
    const command = new UpdateCommand({ ...place, ...update, ReturnValues: 'ALL_NEW' });
    return channel((await translated(this.#client.send(command))).Attributes);
  }
}

function channel(item: Partial<WebChannel> = {}): WebChannel {
  const { type = defaultChannel.type, allowed = defaultChannel.allowed } = item;
  return { type, allowed };
}

function channelKey(id: string): string {
  return `webchat-channel#${id}`;
}

function key(type: ChannelType): string {
  return `channel-type#${type}`;
}
