import { type Model, modelText } from './model.ts';

/** A rule that the code broke, with the execution in which it did. */
export class Violation extends Error {
  override readonly name = 'Violation';

  /**
   * @param what the rule, and how it was broken.
   * @param expected the conversation before, or as it should be.
   * @param found the conversation as it is.
   */
  constructor(what: string, expected?: Model, found?: Model) {
    super([what, ...[expected, found].flatMap((model) => (model ? [modelText(model)] : []))].join('\n    '));
  }
}
