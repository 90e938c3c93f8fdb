import { describe, expect, test } from 'vitest';
import { suggestAmong } from '#domain/did-you-mean.ts';

function didYouMean(name: string, names: Iterable<string>) {
  return suggestAmong(names)(name);
}

const names = ['CustomerTier', 'language', 'vip', 'Vip2', 'a', 'order number'];

describe('a name that is not set', () => {
  test.each([
    { name: 'customertier', meant: 'CustomerTier', why: 'it differs in case' },
    { name: 'CUSTOMERTIER', meant: 'CustomerTier', why: 'it differs in case' },
    { name: 'CustomerTeir', meant: 'CustomerTier', why: 'two letters have changed places' },
    { name: 'custmertier', meant: 'CustomerTier', why: 'it lacks a letter, and differs in case' },
    { name: 'langauge', meant: 'language', why: 'two letters have changed places' },
    { name: 'languages', meant: 'language', why: 'it has a letter too many' },
    { name: 'VIP', meant: 'vip', why: 'it differs in case' },
    { name: 'vop', meant: 'vip', why: 'it is short and one letter is wrong' },
    { name: 'order-number', meant: 'order number', why: 'one character is wrong' },
  ])('"$name" probably means "$meant": $why', ({ name, meant }) => {
    expect(didYouMean(name, names)).toEqual({ didYouMean: meant });
  });

  test.each(['tier', 'xyz', 'vo', 'speech', 'customerTierName'])('"%s" means none of them', (name) => {
    expect(didYouMean(name, names)).toEqual({});
  });

  test('means the one that differs in case before one that differs by an edit, wherever it stands', () => {
    expect(didYouMean('TIER', ['TIERS', 'tier', 'TIE'])).toEqual({ didYouMean: 'tier' });
    expect(didYouMean('TIER', ['tier', 'TIERS'])).toEqual({ didYouMean: 'tier' });
  });

  test('means nothing where there is nothing, and takes an answer from any iterable', () => {
    expect(didYouMean('tier', [])).toEqual({});
    expect(didYouMean('tier', new Map([['Tier', 1]]).keys())).toEqual({ didYouMean: 'Tier' });
  });

  test('is looked for among at most 10,000 pairs for one answer, so that many names take no long time', () => {
    const among = (count: number) => Array.from({ length: count }, (_, number) => `${number}`.padStart(64, 'x'));
    const suggest = suggestAmong([...among(5_000), 'TierOne']);
    expect(suggest('tierOn')).toEqual({ didYouMean: 'TierOne' });
    expect(suggest(`${'x'.repeat(62)}yy`)).toMatchObject({ didYouMean: expect.any(String) });
    expect(suggest('tierOn'), 'no comparison is left').toEqual({});
    expect(suggest('TIERONE'), 'which takes no comparison').toEqual({ didYouMean: 'TierOne' });
  });
});
