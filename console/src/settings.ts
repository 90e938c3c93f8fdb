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

/** Reads them. @throws Error where they are not there */
export async function readSettings(): Promise<ConsoleSettings> {
  const response = await fetch('settings.json');
  if (!response.ok) throw new Error(`settings.json: ${response.status}`);
  return (await response.json()) as ConsoleSettings;
}
