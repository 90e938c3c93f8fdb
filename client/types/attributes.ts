/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Values by name. Numbers are JavaScript's: one beyond 2^53 has lost digits here, though not in the store. */
export type Attributes = Readonly<Record<string, Exclude<Json, null>>>;

/** Changes by name: a value replaces the old one whole, `null` removes it. What is not named stays. */
export type AttributeChanges = Readonly<Record<string, Json>>;

/** Strings by name, as secured attributes are. */
export type Strings = Readonly<Record<string, string>>;

/** Strings by name, as flows set them; `null` removes. */
export type StringChanges = Readonly<Record<string, string | null>>;
