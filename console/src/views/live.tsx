import type { ChannelType, FindQuery, State } from '@conversation-attributes/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../context.ts';
import { formatCount } from '../format.ts';
import { ConversationTable } from '../parts/conversation-table.tsx';
import { take } from '../parts/take.ts';
import { Trouble } from '../parts/trouble.tsx';
import { TypeFilter } from '../parts/type-filter.tsx';
import { usePolled } from '../poll.ts';
import { type Route, replaceQuery } from '../route.ts';
import { fill, t } from '../texts.ts';

/** Seconds between two looks. */
const EVERY_SECONDS = 5;

/** Conversations on a page. */
const PAGE = 100;

/** The fewest characters that a value is looked for by which it begins with. */
const LEAST_CHARACTERS = 3;

/** Periods begin at whole ones of these milliseconds: what is asked is the same for a while, and so is the answer (304) while nothing happens. */
const PERIOD_STEP = 300_000;

const periods = { hour: 1, shift: 8, day: 24, week: 168 } as const;

/** What is live, newest first; the address of the view holds its filters, so that it can be bookmarked. */
export function LiveView({ route }: { readonly route: Route }) {
  const { api } = useDesk();
  const wanted = Object.fromEntries(route.query);
  const [most, setMost] = useState(PAGE);
  const { answer, error, isLoading } = usePolled(
    async () => {
      const { state = 'active,wrapup', type, queueId, period = 'day' } = wanted;
      const hours = periods[period as keyof typeof periods] ?? 24;
      return take(
        api.findConversations({
          state: state.split(',') as State[],
          from: new Date(Math.floor((Date.now() - hours * 3_600_000) / PERIOD_STEP) * PERIOD_STEP).toISOString(),
          pageSize: PAGE,
          ...(type && { type: type as ChannelType }),
          ...(queueId && { queueId }),
          ...readSearch(wanted),
        }),
        most,
      );
    },
    EVERY_SECONDS * 1000,
    `${route.query} ${most}`,
  );
  const set = (changes: Readonly<Record<string, string>>) => replaceQuery(['live'], { ...wanted, ...changes });
  return (
    <>
      <div class="heading">
        <h1>{t().liveView.title}</h1>
        <p class="faint" aria-live="polite">
          {answer && fill(t().liveView.count, { count: formatCount(answer.length) })}
        </p>
        <p class="faint push">{fill(t().liveView.updates, { seconds: EVERY_SECONDS })}</p>
      </div>
      <Filters wanted={wanted} set={set} />
      <Trouble error={error} />
      {isLoading && <p class="faint">{t().loading}</p>}
      {answer?.length === 0 && (
        <div class="empty">
          <p>{t().liveView.empty}</p>
          <p class="faint">{t().liveView.emptyHint}</p>
        </div>
      )}
      {answer && answer.length > 0 && <ConversationTable conversations={answer} caption={t().liveView.title} />}
      {answer && answer.length >= most && (
        <button type="button" onClick={() => setMost(most + PAGE)}>
          {t().more}
        </button>
      )}
    </>
  );
}

/** What the API is asked for by what is looked for; nothing while it is still typed. */
function readSearch({ find = 'address', text = '', attribute }: Readonly<Record<string, string>>): FindQuery {
  if (text === '') return {};
  if (!isOfValues(find)) return { [find]: text };
  const isTooShort = find === 'startsWith' && [...text].length < LEAST_CHARACTERS;
  return attribute && !isTooShort ? { attribute, [find]: text } : {};
}

/** Whether the value of an attribute is looked for, as a whole or by what it begins with. */
function isOfValues(find: string): boolean {
  return find === 'equals' || find === 'startsWith';
}

interface FilterProps {
  readonly wanted: Readonly<Record<string, string>>;
  readonly set: (changes: Readonly<Record<string, string>>) => void;
}

const states = ['active,wrapup', 'active', 'wrapup'] as const;

function Filters({ wanted, set }: FilterProps) {
  const { state = states[0], type = '', period = 'day', find = 'address' } = wanted;
  const texts = t().liveView;
  const labels: Readonly<Record<string, string>> = { address: texts.address, externalId: texts.externalId };
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <fieldset class="choices">
        <legend class="hidden">{t().state}</legend>
        {states.map((value) => (
          <label key={value}>
            <input type="radio" name="state" checked={state === value} onChange={() => set({ state: value })} />
            <span>{value === states[0] ? t().all : t().states[value as State]}</span>
          </label>
        ))}
      </fieldset>
      <TypeFilter value={type} set={(one) => set({ type: one })} />
      <label>
        <span>{texts.period}</span>
        <select value={period} onChange={(event) => set({ period: event.currentTarget.value })}>
          {(['hour', 'shift', 'day', 'week'] as const).map((value) => (
            <option key={value} value={value}>
              {texts[value]}
            </option>
          ))}
        </select>
      </label>
      <TypedFilter label={t().queue} value={wanted.queueId ?? ''} set={(queueId) => set({ queueId })} width={9} />
      <label>
        <span>{texts.find}</span>
        <select value={find} onChange={(event) => set({ find: event.currentTarget.value })}>
          <option value="address">{texts.address}</option>
          <option value="externalId">{texts.externalId}</option>
          <option value="equals">{texts.attribute}</option>
          <option value="startsWith">{texts.beginning}</option>
        </select>
      </label>
      {isOfValues(find) && <SearchableFilter value={wanted.attribute ?? ''} set={(attribute) => set({ attribute })} />}
      <TypedFilter
        label={labels[find] ?? texts.value}
        placeholder={find === 'address' ? texts.exactly : ''}
        value={wanted.text ?? ''}
        set={(text) => set({ text })}
        width={20}
      />
      {Object.keys(wanted).length > 0 && (
        <button type="button" class="quiet" onClick={() => replaceQuery(['live'], {})}>
          {t().reset}
        </button>
      )}
    </form>
  );
}

/** The name of a searchable attribute: those there are, for who may read them. */
function SearchableFilter({ value, set }: { readonly value: string; readonly set: (name: string) => void }) {
  const { api, may } = useDesk();
  const { answer = [] } = usePolled(
    async () => (may('settings:read') ? api.attributeDefinitions() : []),
    0,
    'searchable',
  );
  const names = answer.flatMap(({ name, searchable }) => (searchable ? [name] : []));
  return (
    <>
      <TypedFilter label={t().liveView.name} value={value} set={set} width={12} list="searchable" />
      <datalist id="searchable">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** Milliseconds after the last key at which a filter is applied. */
const TYPED_MS = 400;

/** A filter that is typed, and applied when the person stops. */
function TypedFilter({
  label,
  placeholder = '',
  value,
  set,
  width,
  list,
}: {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly width: number;
  /** The id of the list that it offers. @default none */
  readonly list?: string;
}) {
  const [typed, setTyped] = useState(value);
  const applied = useRef(value);
  useEffect(() => {
    // What this field has applied itself does not put back what was typed since.
    if (value !== applied.current) setTyped(value);
    applied.current = value;
  }, [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => {
      applied.current = typed.trim();
      set(applied.current);
    }, TYPED_MS);
    return () => clearTimeout(timer);
  });
  return (
    <label>
      <span>{label}</span>
      <input
        type="search"
        value={typed}
        placeholder={placeholder}
        size={width}
        list={list}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}
