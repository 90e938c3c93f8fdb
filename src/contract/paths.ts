/** The path of a conversation. */
export const conversation = '/api/v2/conversations/{conversationId}';

/** The path of the attributes of a participant. */
export const participantAttributes = `${conversation}/participants/{participantId}/attributes` as const;

/** Words that clients of Genesys Cloud put before a conversation's id, by its kind of media. */
export const media = ['calls', 'callbacks', 'emails', 'messages'] as const;

/** The path of a flow execution. */
export const flow = `${conversation}/flows/{flowExecutionId}` as const;
