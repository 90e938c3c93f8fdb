/**
 * A secured value cannot be opened: cut off, changed, of another format version, moved to another name, conversation or
 * data key, or not text. One message for all of them, no cause, and nothing of the value.
 */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';

  constructor() {
    super('The secured value cannot be opened: it is not what was sealed for this place under this key');
  }
}
