import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { Refusal } from '#domain/refusal.ts';
import { StoreUnavailable } from '#domain/store.ts';
import { catchFailedCondition, translateErrors } from '#dynamodb/errors.ts';

/** An error as the SDK throws it. */
function thrown(name: string, message = '', more: object = {}): Promise<never> {
  return Promise.reject(Object.assign(new Error(message), { name, ...more }));
}

describe('an error of DynamoDB', () => {
  test.each([
    { name: 'ThrottlingException' },
    { name: 'ProvisionedThroughputExceededException' },
    { name: 'RequestLimitExceeded' },
    { name: 'InternalServerError' },
    { name: 'ServiceUnavailable' },
    { name: 'TimeoutError' },
    { name: 'AnythingElse', more: { $metadata: { httpStatusCode: 500 } } },
    { name: 'Error', more: { code: 'ECONNRESET' } },
    { name: 'Error', more: { code: 'ECONNREFUSED' } },
    { name: 'Error', more: { code: 'EPIPE' } },
    { name: 'Error', more: { code: 'EAI_AGAIN' } },
  ])('$name passes: the store is unavailable, and the cause is kept', async ({ name, more = {} }) => {
    const error = await translateErrors(thrown(name, 'reason', more)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ cause: { name } });
  });

  test.each([
    'Item size has exceeded the maximum allowed size',
    'Item size to update has exceeded the maximum allowed size',
  ])('that says "%s" is a refusal: the conversation is too large', async (message) => {
    const error = await translateErrors(thrown('ValidationException', message)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ code: 'conversation-too-large' });
  });

  test.each(['AccessDeniedException', 'ResourceNotFoundException', 'ValidationException', 'TypeError'])(
    '%s is nothing that a caller can do something about, and stays as it is',
    async (name) => {
      const error = await translateErrors(thrown(name, 'reason')).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name, message: 'reason' });
    },
  );
});

test("an error of Node's about this code stays as it is", async () => {
  const fault = thrown('TypeError', 'reason', { code: 'ERR_INVALID_ARG_TYPE' });
  await expect(translateErrors(fault)).rejects.toMatchObject({ name: 'TypeError', message: 'reason' });
});

describe('a failed condition', () => {
  const failed = (Item?: ConditionalCheckFailedException['Item']) =>
    Promise.reject(new ConditionalCheckFailedException({ message: '', $metadata: {}, ...(Item && { Item }) }));

  test('is a value, with the item when it came along', async () => {
    expect(await catchFailedCondition(failed({ pk: { S: 'a' } }))).toEqual({ met: false, item: { pk: 'a' } });
    expect(await catchFailedCondition(failed())).toEqual({ met: false, item: undefined });
  });

  test('is told from a condition that was met, and from every other error', async () => {
    expect(await catchFailedCondition(Promise.resolve('answer'))).toEqual({ met: true, answer: 'answer' });
    await expect(catchFailedCondition(thrown('ThrottlingException'))).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
