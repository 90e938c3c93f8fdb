/** A place in an item: an attribute, or what is in it. Deeper places our builders do not name. */
export interface Path {
  /** A placeholder such as `#a`, or the name itself. */
  readonly name: string;
  /** Of an element in the list, or the placeholder of an entry in the map, that the attribute is. */
  readonly inner?: number | string;
}

/** What a comparison compares, or a SET sets. */
export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly placeholder: string }
  | { readonly kind: 'sum'; readonly left: Operand; readonly right: Operand }
  | {
      readonly kind: 'call';
      readonly name: 'size' | 'list_append' | 'if_not_exists';
      readonly operands: readonly Operand[];
    };

/** A condition. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'compare'; readonly operator: string; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly kind: 'attribute_exists' | 'attribute_not_exists'; readonly path: Path }
  | { readonly kind: 'contains'; readonly path: Path; readonly operand: Operand };

/** One action of an update. */
export interface Action {
  readonly word: 'SET' | 'REMOVE' | 'ADD' | 'DELETE';
  readonly path: Path;
  /** None for REMOVE. */
  readonly operand?: Operand;
}
