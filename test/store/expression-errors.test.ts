import { expect, test } from 'vitest';
import { translateErrors } from '#dynamodb/errors.ts';

test.each(['UpdateExpression', 'ConditionExpression'])(
  'an error about the length of the %s is a fault of this code, not a conversation that is too large',
  async (expression) => {
    const message = `Invalid ${expression}: Expression size has exceeded the maximum allowed size; expression size: 5000`;
    const fault = Object.assign(new Error(message), { name: 'ValidationException' });
    await expect(translateErrors(Promise.reject(fault))).rejects.toBe(fault);
  },
);
