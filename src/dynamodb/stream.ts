import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Held } from '#domain/events.ts';
import { decodeConversation } from '#dynamodb/decode-item.ts';

/** An item as a record of a stream has it: binary values may be texts in base64, which nothing here opens. */
export type Image = Readonly<Record<string, unknown>>;

/** What an image in a stream of the table of conversations holds. */
export function decodeImage(image: Image | undefined): Held {
  if (image === undefined) return undefined;
  return decodeConversation(unmarshall(image as Record<string, AttributeValue>)) ?? 'erased';
}

/** The key of the item that an image shows. */
export function readItemKey(image: Image | undefined): string {
  const { S: key } = (image?.pk ?? {}) as { readonly S?: string };
  if (key === undefined) throw new Error('The image of an item has no key');
  return key;
}
