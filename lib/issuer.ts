/** The issuer of the access tokens that the API takes. */
export interface Issuer {
  /** As in the `iss` claim. */
  readonly url: string;
  /** What the `aud` claim may be, or `client_id` where there is no `aud`. */
  readonly audience: readonly string[];
  /** What a token has before the names of scopes; may be empty. */
  readonly scopePrefix: string;
  /**
   * The token end point.
   * @default - not known: the API passes no requests for tokens on
   */
  readonly tokenUrl?: string;
}
