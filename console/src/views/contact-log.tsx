import type { ChannelType, History } from '@conversation-attributes/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../context.ts';
import { formatCount, formatTime } from '../format.ts';
import { nameType } from '../parts/badges.tsx';
import { DayChart, FilledChart } from '../parts/charts.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { TypeFilter } from '../parts/type-filter.tsx';
import { Value } from '../parts/value.tsx';
import { linkTo } from '../route.ts';
import { countByDay, countFilled, formatDay } from '../rules/log-figures.ts';
import { writeLogFile } from '../rules/log-file.ts';
import { fill, t } from '../texts.ts';

/** Rows that are shown; the file has all. */
const MAX_ROWS = 200;

/** Names that have a column at first. */
const MAX_COLUMNS = 6;

/** How many conversations come between two redraws while they are read. */
const REDRAW = 200;

interface Wanted {
  /** Days of the person's calendar, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly queueId: string;
}

/** What has been read so far. */
interface Log {
  readonly conversations: readonly History[];
  readonly wanted: Wanted;
  readonly is: 'reading' | 'whole' | 'stopped';
}

/** The contact log: ended conversations with what is kept of them, as a table, two charts and a file. */
export function ContactLogView() {
  const { may } = useDesk();
  if (!may('report:read')) {
    return (
      <>
        <h1>{t().logView.title}</h1>
        <p class="note">{fill(t().missingScope, { scope: 'report:read' })}</p>
      </>
    );
  }
  return <ContactLog />;
}

function ContactLog() {
  const [wanted, setWanted] = useState<Wanted>(() => ({
    from: formatDay(new Date(Date.now() - 6 * 86_400_000)),
    to: formatDay(new Date()),
    type: '',
    queueId: '',
  }));
  const { log, error, read, stop } = useLog();
  useEffect(() => {
    void read(wanted);
    return stop;
  }, []);
  const isWrong = wanted.from > wanted.to;
  const set = (changes: Partial<Wanted>) => setWanted((before) => ({ ...before, ...changes }));
  return (
    <>
      <div class="heading">
        <h1>{t().logView.title}</h1>
        {log && <Progress log={log} onStop={stop} />}
      </div>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) void read(wanted);
        }}
      >
        <label>
          <span>{t().logView.from}</span>
          <input
            type="date"
            required
            value={wanted.from}
            onInput={(event) => set({ from: event.currentTarget.value })}
          />
        </label>
        <label>
          <span>{t().logView.to}</span>
          <input type="date" required value={wanted.to} onInput={(event) => set({ to: event.currentTarget.value })} />
        </label>
        <TypeFilter value={wanted.type} set={(type) => set({ type })} />
        <label>
          <span>{t().queue}</span>
          <input
            type="search"
            size={9}
            value={wanted.queueId}
            onInput={(event) => set({ queueId: event.currentTarget.value })}
          />
        </label>
        <button type="submit" class="primary" disabled={isWrong}>
          {t().logView.show}
        </button>
        {isWrong && <small class="bad">{t().logView.wrongPeriod}</small>}
      </form>
      <Trouble error={error} />
      {log?.is !== 'reading' && log?.conversations.length === 0 && <p class="empty">{t().logView.empty}</p>}
      {log && log.conversations.length > 0 && <Contents log={log} />}
    </>
  );
}

/** Reads the log page by page, until it is whole or somebody stops it. */
function useLog() {
  const { api } = useDesk();
  const [log, setLog] = useState<Log>();
  const [error, setError] = useState<unknown>();
  const turn = useRef(0);
  const read = async (wanted: Wanted) => {
    const own = ++turn.current;
    const conversations: History[] = [];
    setError(undefined);
    setLog({ conversations, wanted, is: 'reading' });
    const { from, to } = toPeriod(wanted);
    const period = { from: from.toISOString(), to: to.toISOString() };
    const filter = {
      ...(wanted.type && { type: wanted.type as ChannelType }),
      ...(wanted.queueId.trim() && { queueId: wanted.queueId.trim() }),
    };
    try {
      for await (const one of api.contactLog({ ...period, ...filter })) {
        if (own !== turn.current) return;
        conversations.push(one);
        if (conversations.length % REDRAW === 0) setLog({ conversations: [...conversations], wanted, is: 'reading' });
      }
      setLog({ conversations, wanted, is: 'whole' });
    } catch (problem) {
      if (own !== turn.current) return;
      setError(problem);
      setLog({ conversations, wanted, is: 'stopped' });
    }
  };
  const stop = () => {
    turn.current++;
    setLog((before) => before && { ...before, is: before.is === 'reading' ? 'stopped' : before.is });
  };
  return { log, error, read, stop };
}

/** The times of the days that the person names, in the person's time zone. */
function toPeriod({ from, to }: Pick<Wanted, 'from' | 'to'>): { readonly from: Date; readonly to: Date } {
  const until = new Date(`${to}T00:00`);
  until.setDate(until.getDate() + 1);
  return { from: new Date(`${from}T00:00`), to: new Date(Math.min(until.getTime(), Date.now())) };
}

function Progress({ log: { conversations, is }, onStop }: { readonly log: Log; readonly onStop: () => void }) {
  const count = formatCount(conversations.length);
  const last = conversations.at(-1);
  if (is === 'reading') {
    return (
      <p class="row" role="status">
        <progress aria-label={t().loading} />
        {last ? fill(t().logView.progress, { count, day: formatTime(last.startTime) }) : t().loading}
        <button type="button" class="quiet" onClick={onStop}>
          {t().logView.stop}
        </button>
      </p>
    );
  }
  return (
    <p class="faint" role="status">
      {fill(is === 'whole' ? t().logView.done : t().logView.stopped, { count })}
    </p>
  );
}

function Contents({ log }: { readonly log: Log }) {
  const { conversations, wanted } = log;
  const filled = countFilled(conversations);
  const names = filled.map(({ name }) => name);
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const columns = names.filter((name, index) => (chosen ? chosen.has(name) : index < MAX_COLUMNS)).sort();
  const { from, to } = toPeriod(wanted);
  return (
    <>
      <div class="charts">
        <DayChart days={countByDay(conversations, from, to)} />
        <FilledChart filled={filled} total={conversations.length} />
      </div>
      <div class="row wrap">
        <details class="menu">
          <summary>
            {t().logView.columns} ({columns.length}/{names.length})
          </summary>
          <div class="card">
            {names.toSorted().map((name) => (
              <label key={name} class="check">
                <input
                  type="checkbox"
                  checked={columns.includes(name)}
                  onChange={(event) => {
                    const next = new Set(columns);
                    if (event.currentTarget.checked) next.add(name);
                    else next.delete(name);
                    setChosen(next);
                  }}
                />
                {name}
              </label>
            ))}
          </div>
        </details>
        <Download log={log} names={names.toSorted()} />
        {conversations.length > MAX_ROWS && (
          <p class="faint">
            {fill(t().logView.shown, { count: formatCount(MAX_ROWS), total: formatCount(conversations.length) })}
          </p>
        )}
      </div>
      {/* It may be wider than the screen: the keyboard can scroll it too. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to take the focus */}
      <section class="scroll" tabIndex={0} aria-label={t().logView.title}>
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{t().id}</th>
              <th scope="col">{t().type}</th>
              <th scope="col">{t().queue}</th>
              <th scope="col">{t().started}</th>
              <th scope="col">{t().logView.code}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  <code>{name}</code>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {conversations.slice(0, MAX_ROWS).map(({ id, type, queueId, startTime, wrapup, data }) => (
              <tr key={id}>
                <td>
                  <a class="row-link id" href={linkTo(['conversations', id])}>
                    {id}
                  </a>
                </td>
                <td>{nameType(type)}</td>
                <td>{queueId ?? '–'}</td>
                <td>
                  <time dateTime={startTime}>{formatTime(startTime)}</time>
                </td>
                <td>{wrapup?.code ?? '–'}</td>
                {columns.map((name) => (
                  <td key={name}>
                    {data[name] === undefined ? <span class="faint">–</span> : <Value value={data[name]} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Download({ log, names }: { readonly log: Log; readonly names: readonly string[] }) {
  const [isForExcel, setForExcel] = useState(false);
  const save = () => {
    const form = isForExcel ? { bom: true, separator: ';' as const } : {};
    const link = document.createElement('a');
    link.href = URL.createObjectURL(writeLogFile(log.conversations, names, form));
    link.download = `contact-log-${log.wanted.from}-${log.wanted.to}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <>
      <button type="button" disabled={log.is === 'reading'} onClick={save}>
        {t().logView.download}
      </button>
      <label class="check">
        <input type="checkbox" checked={isForExcel} onChange={(event) => setForExcel(event.currentTarget.checked)} />
        {t().logView.excel}
      </label>
    </>
  );
}
