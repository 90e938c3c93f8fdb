/** Limits so low that a few writes reach them. `limits.test.ts` puts them in the place of the real ones. */
export const lowLimits = {
  ...{ conversationBytes: 20, pendingNames: 2, executions: 2, participants: 3, allParticipants: 4 },
  ...{ operations: 2, recentOperations: 2, maxOperations: 34 },
  // They stay entries of their own.
  looseOperations: 1000,
};

/** Limits of operation ids so low that those which are kept together are in the way. */
export const limitsOfFewIds = {
  ...{ operations: 2, recentOperations: 2, maxOperations: 3 },
  ...{ looseOperations: 1, outdatedOperations: 1 },
};
