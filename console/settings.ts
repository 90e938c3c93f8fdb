/** What the console is told of where it runs, by `settings.json` next to its page. */
export interface ConsoleSettings {
  /** As in the `iss` claim. */
  readonly issuer: string;
  /** Below the page's origin, or elsewhere. */
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** Where a session with the issuer is ended. @default there is none */
  readonly logoutEndpoint?: string;
  readonly clientId: string;
  /** Space-separated. */
  readonly scope: string;
}
