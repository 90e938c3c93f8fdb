import { expect, test } from 'vitest';
import { useSecuredApi } from './support/api.ts';
import { securedOf } from './support/paths.ts';

const secured = useSecuredApi();
const { api } = secured;

test.each(['AccessDeniedException', 'DisabledException', 'ThrottlingException'])(
  'the log tells the operator why KMS refused (%s) and which key, and the answer does not',
  async (name) => {
    const made = await api.make();
    secured.kms.fail('GenerateDataKey', { name });
    const answer = await api.send('PATCH', securedOf(made), { body: { attributes: { pin: '1' } } });
    secured.kms.fail('GenerateDataKey');
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain(name);
    expect(answer.text).not.toContain(secured.kms.keyArn);
    const line = api.logs.findLast((one) => one.includes('"level":"ERROR"')) ?? '';
    expect(line).toContain(name);
    expect(line).toContain(secured.kms.keyArn);
  },
);
