import { expect, test } from 'vitest';
import { synthesize } from './synthesize.ts';
import { variants } from './variants.ts';

/** The exports of 0.1.0 that its API stack imports: CloudFormation refuses a deployment that takes one away. */
const imported = [
  'FnGetAttCustomerKeyA9FF30A4ArnE55436B0',
  'FnGetAttconversationsTable3309F62DArn568F13F4',
  'FnGetAttdataKeysTable5EBBD82AArnF7E05FD9',
  'FnGetAttsettingsTableD670E2FFArnA4A4C529',
  'RefIdKeySecret9592DBD11A7E98FD',
  'RefconversationsTable3309F62DC61F1FB2',
  'RefdataKeysTable5EBBD82AD25A5C29',
  'RefsettingsTableD670E2FFE8E61B27',
];

test.each(Object.entries(variants))(
  'the API stack imports no export with %s: none of the data stack is held by it',
  (_, context) => {
    expect(JSON.stringify(synthesize(context).api.toJSON())).not.toContain('Fn::ImportValue');
  },
);

test('the first deployment after 0.1.0 takes away no export that the API stack of 0.1.0 imports', () => {
  const { Outputs: outputs } = synthesize().data.toJSON();
  const names = Object.values(outputs as Record<string, { Export?: { Name: string } }>).map((one) => one.Export?.Name);
  const expected = imported.map((name) => `conversation-attributes-data:ExportsOutput${name}`);
  expect(names).toEqual(expect.arrayContaining(expected));
});
