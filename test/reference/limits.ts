/** The limits of the contract that the state of a conversation can reach, written out. */
export const limits = {
  /** Names and values: attributes, pending writes and secured envelopes. */
  conversationBytes: 64 * 1024,
  /** Names that an execution has pending. */
  pendingNames: 200,
  /** Executions with pending writes. */
  executions: 20,
  /** Participants who are present. */
  participants: 25,
  /** The same with those who have left. */
  allParticipants: 100,
};
