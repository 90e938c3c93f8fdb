import { ErrorResponse, InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { ConsoleSettings } from '../settings.ts';

/** The window in which somebody signs in again, while this one keeps what it shows. */
const POPUP = 'sign-in-again';

/** Seconds before its end at which a token is renewed. */
const RENEWED_BEFORE = 60;

/** The person's sign-in: by authorization code with PKCE, with tokens that this page keeps in memory alone. */
export class Session {
  readonly #manager: UserManager;
  readonly #settings: ConsoleSettings;
  readonly #ended: () => void;
  #user: User | undefined;
  #renewal: Promise<unknown> | undefined;

  /** @param ended - told when the token is not taken any more: somebody has to sign in again */
  constructor(settings: ConsoleSettings, ended: () => void) {
    const at = (address: string) => new URL(address, location.href).href;
    this.#settings = settings;
    this.#ended = ended;
    this.#manager = new UserManager({
      authority: settings.issuer,
      client_id: settings.clientId,
      redirect_uri: at('.'),
      response_type: 'code',
      scope: settings.scope,
      metadata: {
        issuer: settings.issuer,
        authorization_endpoint: at(settings.authorizationEndpoint),
        token_endpoint: at(settings.tokenEndpoint),
      },
      userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
      // Holds the verifier of a sign-in under way, and no token.
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
      monitorSession: false,
      // It is renewed when a request needs it: a page that nobody looks at asks for nothing.
      automaticSilentRenew: false,
      popupWindowTarget: POPUP,
    });
    this.#manager.events.addUserLoaded((user) => {
      this.#user = user;
    });
  }

  /**
   * Takes in what the issuer has sent back, or leads to its page.
   *
   * @returns whether somebody is signed in; else the browser is on its way elsewhere
   * @throws Error where the issuer has refused
   */
  async begin(): Promise<boolean> {
    const query = new URLSearchParams(location.search);
    if (!query.has('state')) {
      await this.signIn();
      return false;
    }
    if (window.name === POPUP && window.opener !== null) {
      await this.#manager.signinPopupCallback();
      return false;
    }
    try {
      const user = await this.#manager.signinRedirectCallback();
      history.replaceState(null, '', `${location.pathname}${typeof user.state === 'string' ? user.state : ''}`);
      return true;
    } catch (error) {
      // Loading the page again begins anew.
      history.replaceState(null, '', location.pathname);
      throw error;
    }
  }

  /** What the issuer calls the person. */
  get person(): string | undefined {
    if (this.#user === undefined) return undefined;
    const { preferred_username: name, email, 'cognito:username': username, sub } = this.#user.profile;
    return [name, email, username, sub].find((one): one is string => typeof one === 'string');
  }

  /** Leads to the issuer's page, and back to the view that is open. */
  async signIn(): Promise<void> {
    await this.#manager.signinRedirect({ state: location.hash });
  }

  /** Signs in again in another window, so that nothing is lost that was typed here. */
  async signInAgain(): Promise<void> {
    await this.#manager.signinPopup();
  }

  /** Ends the session, with the issuer too where it has one. */
  async signOut(): Promise<void> {
    const { logoutEndpoint, clientId } = this.#settings;
    await this.#manager.removeUser();
    this.#user = undefined;
    if (logoutEndpoint === undefined) return;
    const query = new URLSearchParams({ client_id: clientId, logout_uri: new URL('.', location.href).href });
    location.assign(`${logoutEndpoint}?${query}`);
  }

  /**
   * The access token. One that is about to end is renewed by its refresh token, which is in memory too.
   *
   * @param refused - the one that the API has not taken
   * @throws SessionEnded
   */
  async token(refused?: string): Promise<string> {
    if (this.#user?.refresh_token !== undefined && (this.#user.expires_in ?? 0) < RENEWED_BEFORE) {
      // A refresh token is good for one use: requests at one time share it.
      this.#renewal ??= this.#renew().finally(() => {
        this.#renewal = undefined;
      });
      await this.#renewal;
    }
    if (this.#user !== undefined && this.#user.access_token !== refused) return this.#user.access_token;
    this.#user = undefined;
    this.#ended();
    throw new SessionEnded();
  }

  /** @throws Error where the issuer can't be reached: the refresh token may still be good */
  async #renew(): Promise<void> {
    try {
      await this.#manager.signinSilent();
    } catch (error) {
      if (!(error instanceof ErrorResponse)) throw error;
      this.#user = undefined;
    }
  }
}

/** The person has to sign in again. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}
