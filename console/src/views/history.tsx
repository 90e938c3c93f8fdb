import type { State } from '@conversation-attributes/client';
import { useState } from 'preact/hooks';
import { useDesk } from '../context.ts';
import { ConversationTable } from '../parts/conversation-table.tsx';
import { take } from '../parts/take.ts';
import { Trouble } from '../parts/trouble.tsx';
import { usePolled } from '../poll.ts';
import { type Route, replaceQuery } from '../route.ts';
import { t } from '../texts.ts';

/** Milliseconds between two looks: what has ended changes seldom. */
const EVERY_MS = 30_000;

const PAGE = 100;

const ended = ['wrapup', 'handled', 'abandoned'] as const;

const periods = { day: 24, week: 168 } as const;

/** What has ended, newest first. */
export function HistoryView({ route }: { readonly route: Route }) {
  const { api } = useDesk();
  const { state = '', period = 'day' } = Object.fromEntries(route.query);
  const [most, setMost] = useState(PAGE);
  const { answer, error, isLoading } = usePolled(
    async () => {
      const hours = periods[period as keyof typeof periods] ?? 24;
      const from = new Date(Date.now() - hours * 3_600_000).toISOString();
      const wanted = state === '' ? ended : [state as State];
      return take(api.findConversations({ state: wanted, from, pageSize: PAGE }), most);
    },
    EVERY_MS,
    `${state} ${period} ${most}`,
  );
  const set = (changes: Readonly<Record<string, string>>) => replaceQuery(['history'], { state, period, ...changes });
  return (
    <>
      <div class="heading">
        <h1>{t().historyView.title}</h1>
        <p class="faint">{t().historyView.hint}</p>
      </div>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <fieldset class="choices">
          <legend class="hidden">{t().state}</legend>
          {['', ...ended].map((value) => (
            <label key={value}>
              <input type="radio" name="state" checked={state === value} onChange={() => set({ state: value })} />
              <span>{value === '' ? t().all : t().states[value as State]}</span>
            </label>
          ))}
        </fieldset>
        <label>
          <span>{t().liveView.period}</span>
          <select value={period} onChange={(event) => set({ period: event.currentTarget.value })}>
            {(['day', 'week'] as const).map((value) => (
              <option key={value} value={value}>
                {t().liveView[value]}
              </option>
            ))}
          </select>
        </label>
      </form>
      <Trouble error={error} />
      {isLoading && <p class="faint">{t().loading}</p>}
      {answer?.length === 0 && <p class="empty">{t().historyView.empty}</p>}
      {answer && answer.length > 0 && <ConversationTable conversations={answer} caption={t().historyView.title} />}
      {answer && answer.length >= most && (
        <button type="button" onClick={() => setMost(most + PAGE)}>
          {t().more}
        </button>
      )}
    </>
  );
}
