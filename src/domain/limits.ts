/** Every limit of the contract. Bytes are UTF-8 bytes, times are seconds. */
export const limits = {
  /** An attribute's name. */
  nameBytes: 256,
  /** An attribute's value as JSON text. */
  valueBytes: 8 * 1024,
  /** Objects and arrays inside one another in a value. */
  valueDepth: 5,
  /** Attribute names in one request. */
  namesPerRequest: 100,
  /** Names that one flow execution has pending. */
  pendingNames: 200,
  /** Flow executions of a conversation with pending writes at one time. */
  executions: 20,
  /** Characters of an id. */
  idLength: 128,
  /** Participants who are present in a conversation at one time. */
  participants: 25,
  /** The same with those who have left. */
  allParticipants: 100,
  /** Addresses of a participant. */
  addresses: 5,
  /** An address's type and uri, an external id, a call queue's id. */
  textBytes: 256,
  /** Names and values of a conversation: attributes, pending writes and secured envelopes. */
  conversationBytes: 64 * 1024,
  /**
   * The same with the keys under which the store has them, and with participants. An item of DynamoDB has 400 KB: what
   * this leaves is for what an end adds (the saved list and map, 100 KB) and for operations and their answers (115 KB).
   */
  storedBytes: 180 * 1024,
  /** How long DynamoDB's time to live may take to remove an expired record, before the sweeper does. */
  removalSeconds: 2 * 24 * 60 * 60,
  /** The notes of a wrap-up. */
  notesBytes: 8 * 1024,
  /** Names on a saved list. */
  savedNames: 100,
  /** Names on the allowed list of a web channel. */
  allowedNames: 100,
  /** Definitions of attributes. */
  definitions: 500,
  /** All definitions, with the schemas, as JSON text: one item has them, and every function reads it. */
  definitionsBytes: 256 * 1024,
  /** Schemas, those that are not enabled too: as Genesys Cloud has it. */
  schemas: 50,
  /** Names in a schema: the same. */
  schemaNames: 50,
  /** Other spellings of a defined name. */
  spellings: 10,
  /** Names by whose values conversations are found: each has an index of its own. */
  searchableNames: 5,
  /** The fewest characters that a value can be looked for by which it begins with. */
  prefixCharacters: 3,
  /** Conversations whose values begin with what is looked for: they are sorted, so all are read. */
  foundByPrefix: 1_000,
  /** Clients, scopes or call queues that may read a name, or write it. */
  callers: 50,
  /** What a definition says for people. */
  descriptionBytes: 1024,
  /** Texts that an enum may be. */
  enumValues: 100,
  /** Days that an ended conversation can be kept. */
  retentionDays: 3_650,
  /** Seconds that an active conversation may be left alone: at least, as the sweeper looks once a minute, and at most. */
  activeSeconds: { min: 60, max: 365 * 24 * 60 * 60 },
  /** Conversations on a page of a list, at most and by default. */
  pageSize: 100,
  /** Changes of a conversation that one answer has. */
  changesPerPage: 100,
  /** Pages of changes, newest first, in which it is looked for who wrote the names that a conversation has. */
  provenancePages: 10,
  /** A request's body. */
  bodyBytes: 256 * 1024,
  /** Operation ids under an Idempotency-Key that are kept on a conversation, newest first. */
  operations: 64,
  /** How long each is kept: for this time a repeat of its request is recognised. */
  operationSeconds: 24 * 60 * 60,
  /** Operation ids, with or without a key, that are kept while their requests may still be under way, newest first. */
  recentOperations: 256,
  /** How long a request may be under way. The SDK's attempts end with their function, far earlier. */
  recentSeconds: 60,
  /**
   * How many outdated operation ids there must be before a write removes some. Removed one by one, they would make
   * concurrent writes fail.
   */
  outdatedOperations: 32,
  /**
   * For each write unit of an item of two or more, how many operation ids may be entries of their own before they are kept
   * together. So that costs at most a quarter of a unit for each write.
   */
  looseOperations: 4,
  /** All operation ids on a conversation: those that are kept, and outdated ones that wait to be removed. */
  maxOperations: 384,
  /** The answers kept with the operation ids of a conversation, together. */
  operationResultsBytes: 64 * 1024,
  /**
   * How long the mark of a removed data key is kept: as long as the oldest backup (35 days), and 5 days to restore
   * it.
   */
  shreddedSeconds: (35 + 5) * 24 * 60 * 60,
  /** How long the journal keeps an erasure: for the same reason as long. */
  journalSeconds: (35 + 5) * 24 * 60 * 60,
  /** How long the id of an erased conversation stays taken. */
  erasedSeconds: 30 * 24 * 60 * 60,
} as const;
