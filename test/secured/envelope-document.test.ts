import { describe, expect, test } from 'vitest';
import { encodeAdditionalData } from '../../src/secured/binding.ts';
import { open, seal } from '../../src/secured/envelope.ts';
import { EnvelopeError } from '../../src/secured/envelope-error.ts';
import { read, takeBlock } from '../docs/markdown.ts';
import { bytes, hex } from './bytes.ts';

interface Vector {
  title: string;
  dataKey: string;
  salt: string;
  internalId: string;
  name: string;
  keyId: string;
  plaintext: string;
  additionalData: string;
  key: string;
  commitment: string;
  ciphertext: string;
  tag: string;
  envelope: string;
}

const page = read('docs/envelope.md');

/** The rows of the table under the given heading row, cell by cell. */
function table(heading: string): string[][] {
  const lines = page.split('\n').map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
  const at = lines.findIndex((cells) => cells.join(' | ') === heading);
  if (at < 0) throw new Error(`docs/envelope.md has no table "${heading}"`);
  const rows = lines.slice(at + 2);
  return rows.slice(
    0,
    rows.findIndex((cells) => cells.length === 0),
  );
}

const vectors: Vector[] = JSON.parse(takeBlock('docs/envelope.md', '"title": "A card number"'));
const refused: (Partial<Vector> & { title: string })[] = JSON.parse(
  takeBlock('docs/envelope.md', '"title": "Another version"'),
);
const labels = table('label | gives').map(([label = '']) => label.replaceAll('`', ''));
const fields = table('offset | size | field | what');

test('the page has its vectors', () => {
  expect(vectors.length).toBeGreaterThanOrEqual(3);
  expect(refused.length).toBeGreaterThanOrEqual(10);
});

describe.for(vectors)('the documented vector "$title"', (vector) => {
  test('is what sealing makes', () => {
    const envelope = seal(bytes(vector.dataKey), vector, vector.plaintext, () => bytes(vector.salt));
    expect(hex(envelope)).toBe(vector.envelope);
    expect(hex(encodeAdditionalData(1, vector))).toBe(vector.additionalData);
  });

  test('opens', () => {
    expect(open(bytes(vector.dataKey), vector, bytes(vector.envelope))).toBe(vector.plaintext);
  });

  test('is cut up by the byte table', () => {
    const textLength = Buffer.byteLength(vector.plaintext);
    const number = (cell = '') =>
      cell.split('+').reduce((sum, term) => sum + (term.trim() === 'n' ? textLength : Number(term)), 0);
    const cut = fields.map(([offset, size, field]) => {
      const from = number(offset);
      return [field, vector.envelope.slice(from * 2, (from + number(size)) * 2)];
    });
    const { salt, commitment, ciphertext, tag } = vector;
    expect(Object.fromEntries(cut)).toEqual({ version: '01', salt, commitment, ciphertext, tag });
    expect(cut.map(([, value]) => value).join('')).toBe(vector.envelope);
  });

  // Web Crypto and the page's labels alone: another implementation in small.
  test('follows from the page without our code', async () => {
    const { subtle } = globalThis.crypto;
    const material = await subtle.importKey('raw', Buffer.from(vector.dataKey, 'hex'), 'HKDF', false, ['deriveBits']);
    const salt = Buffer.from(vector.salt, 'hex');
    const [key = new ArrayBuffer(), commitment = new ArrayBuffer()] = await Promise.all(
      labels.map((label) =>
        subtle.deriveBits({ name: 'HKDF', hash: 'SHA-512', salt, info: Buffer.from(label, 'ascii') }, material, 256),
      ),
    );
    expect([key, commitment].map((derived) => hex(new Uint8Array(derived)))).toEqual([vector.key, vector.commitment]);

    const aes = await subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
    const parts = [
      Uint8Array.of(1),
      ...[vector.internalId, vector.name, vector.keyId].map((part) => Buffer.from(part)),
    ];
    const bound = Buffer.concat(parts.flatMap((part) => [Uint8Array.of(part.length >> 8, part.length & 255), part]));
    const text = await subtle.decrypt(
      { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: bound, tagLength: 128 },
      aes,
      Buffer.from(vector.ciphertext + vector.tag, 'hex'),
    );
    expect(Buffer.from(text).toString('utf8')).toBe(vector.plaintext);
  });
});

test.for(refused)('the documented change "$title" is refused', (change) => {
  const [first] = vectors;
  if (first === undefined) throw new Error('docs/envelope.md has no vector');
  const changed = { ...first, ...change };
  expect(open(bytes(first.dataKey), first, bytes(first.envelope))).toBe(first.plaintext);
  expect(() => open(bytes(changed.dataKey), changed, bytes(changed.envelope))).toThrow(EnvelopeError);
});
