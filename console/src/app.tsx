import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { openApi } from './api.ts';
import { type Desk, DeskProvider } from './context.ts';
import { ConnectionBar } from './parts/connection-bar.tsx';
import { OpenById } from './parts/open-by-id.tsx';
import { Trouble } from './parts/trouble.tsx';
import { linkTo, type Route, useRoute } from './route.ts';
import { Session } from './session.ts';
import { readSettings } from './settings.ts';
import { currentLanguage, speak, t } from './texts.ts';
import { ContactLogView } from './views/contact-log.tsx';
import { ConversationView } from './views/conversation.tsx';
import { HistoryView } from './views/history.tsx';
import { LiveView } from './views/live.tsx';
import { SettingsView } from './views/settings.tsx';
import { TryView } from './views/try.tsx';

/** How far the sign-in is. */
type Stage =
  | { readonly is: 'beginning' }
  | { readonly is: 'failed'; readonly error: unknown; readonly session?: Session }
  | { readonly is: 'out'; readonly session: Session }
  | { readonly is: 'in'; readonly session: Session; readonly desk: Desk };

/** The console. */
export function App() {
  const [stage, setStage] = useState<Stage>({ is: 'beginning' });
  const [isEnded, setEnded] = useState(false);
  const [language, setLanguage] = useState(currentLanguage());
  document.documentElement.lang = language;

  useEffect(() => {
    let session: Session | undefined;
    const begin = async () => {
      session = new Session(await readSettings(), () => setEnded(true));
      if (!(await session.begin())) return;
      const api = openApi(session);
      const rights = await api.describeToken();
      const scopes = new Set(rights.scopes);
      const desk = { api, rights, person: session.person, may: (scope: string) => scopes.has(scope) };
      setStage({ is: 'in', session, desk });
    };
    begin().catch((error: unknown) => setStage({ is: 'failed', error, ...(session && { session }) }));
  }, []);

  const changeLanguage = () => {
    const next = language === 'en' ? 'de' : 'en';
    speak(next);
    setLanguage(next);
  };

  if (stage.is === 'beginning') return <Notice>{t().loading}</Notice>;
  if (stage.is !== 'in') {
    return (
      <Notice>
        <h1>{stage.is === 'out' ? t().signedOut : t().signInFailed}</h1>
        {stage.is === 'failed' && <Trouble error={stage.error} />}
        {stage.session && (
          <button type="button" class="primary" onClick={() => void stage.session?.signIn()}>
            {t().signIn}
          </button>
        )}
      </Notice>
    );
  }
  const { session, desk } = stage;
  const signInAgain = async () => {
    await session.signInAgain();
    setEnded(false);
    dispatchEvent(new Event('signed-in'));
  };
  const signOut = async () => {
    await session.signOut();
    setStage({ is: 'out', session });
  };
  return (
    <DeskProvider value={desk}>
      {isEnded && (
        <div class="bar warning" role="alert">
          <span>{t().sessionEnded}</span>
          <button type="button" class="primary" onClick={() => void signInAgain().catch(() => undefined)}>
            {t().signInAgain}
          </button>
        </div>
      )}
      <ConnectionBar />
      <Shell desk={desk} onLanguage={changeLanguage} onSignOut={() => void signOut()} />
    </DeskProvider>
  );
}

function Notice({ children }: { readonly children: ComponentChildren }) {
  return <main class="notice">{children}</main>;
}

const views = [
  { name: 'live', text: () => t().live },
  { name: 'history', text: () => t().history },
  { name: 'log', text: () => t().log },
  { name: 'settings', text: () => t().settings },
  { name: 'try', text: () => t().tryIt },
] as const;

function Shell({ desk, onLanguage, onSignOut }: { desk: Desk; onLanguage: () => void; onSignOut: () => void }) {
  const route = useRoute();
  const [view = 'live'] = route.path;
  const { queues, person } = describePerson(desk);
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => document.querySelector<HTMLElement>('#content')?.focus()}>
        {t().skip}
      </button>
      <header>
        <p class="brand">{t().app}</p>
        <nav aria-label={t().views}>
          {views.map(({ name, text }) => (
            <a key={name} href={linkTo([name])} aria-current={view === name ? 'page' : undefined}>
              {text()}
            </a>
          ))}
        </nav>
        <OpenById />
        <div class="account">
          <p title={queues}>
            <strong>{person}</strong> <small>{queues}</small>
          </p>
          <div class="row">
            <button type="button" class="quiet" onClick={onLanguage}>
              {t().language}
            </button>
            <button type="button" class="quiet" onClick={onSignOut}>
              {t().signOut}
            </button>
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <View route={route} />
      </main>
    </div>
  );
}

function describePerson({ rights, person }: Desk) {
  const { queues } = rights;
  const listed = queues.length === 0 ? t().noQueues : queues.join(', ');
  return { person: person ?? rights.clientId, queues: queues.includes('*') ? t().allQueues : listed };
}

function View({ route }: { readonly route: Route }) {
  const [view = 'live', id] = route.path;
  if (view === 'conversations' && id !== undefined) return <ConversationView key={id} id={id} />;
  if (view === 'history') return <HistoryView route={route} />;
  if (view === 'log') return <ContactLogView />;
  if (view === 'settings') return <SettingsView />;
  if (view === 'try') return <TryView />;
  return <LiveView route={route} />;
}
