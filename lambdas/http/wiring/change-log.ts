import type { ChangeReader } from '#domain/change-log.ts';
import { Refusal } from '#domain/refusal.ts';
import type { RevealLog } from '#domain/reveal-log.ts';
import { DynamoDbChangeLog } from '#dynamodb/change-log.ts';
import { DynamoDbRevealLog } from '#dynamodb/reveal-log.ts';
import { documentClient } from '#http/wiring/document-client.ts';

const table = process.env.CHANGES_TABLE;

/** Where the changes of conversations are read. @throws Refusal `changes-not-kept` */
export function openChangeLog(): ChangeReader {
  return new DynamoDbChangeLog(documentClient, requireTable());
}

/** Where it is read who has revealed secured names. @throws Refusal `changes-not-kept` */
export function openRevealLog(): RevealLog {
  return new DynamoDbRevealLog(documentClient, requireTable());
}

/** Where it is kept who reveals secured names; undefined where it is not. */
export const revealLog: RevealLog | undefined = table ? new DynamoDbRevealLog(documentClient, table) : undefined;

function requireTable(): string {
  if (table) return table;
  throw new Refusal('changes-not-kept', 'This deployment keeps no changes of conversations: it would need "changes"');
}
