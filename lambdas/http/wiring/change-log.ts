import type { ChangeReader } from '#domain/change-log.ts';
import { Refusal } from '#domain/refusal.ts';
import { DynamoDbChangeLog } from '#dynamodb/change-log.ts';
import { documentClient } from '#http/wiring/document-client.ts';

const table = process.env.CHANGES_TABLE;
const log = table ? new DynamoDbChangeLog(documentClient, table) : undefined;

/** Where the changes of conversations are read. @throws Refusal `changes-not-kept` */
export function openChangeLog(): ChangeReader {
  if (log) return log;
  throw new Refusal('changes-not-kept', 'This deployment keeps no changes of conversations: it would need "changes"');
}
