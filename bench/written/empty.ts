/** A function that does nothing: what is left is Node.js and the loop. */
export const handler = async () => ({ statusCode: 200, body: '{}' });
