import {
  type Attributes,
  type ConversationAttributes,
  type ConversationNames,
  isRefused,
} from '@conversation-attributes/client';
import { useState } from 'preact/hooks';
import { useDesk } from '../context.ts';
import { StateBadge } from '../parts/badges.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { Value } from '../parts/value.tsx';
import { linkTo } from '../route.ts';
import { findChanges } from '../rules/changes.ts';
import { fill, t } from '../texts.ts';

/** What each of them sees. Undefined: not yet, or not any more. */
interface Sights {
  readonly state: 'active' | 'wrapup' | 'handled' | 'abandoned';
  readonly flow: Attributes | undefined;
  readonly agent: Attributes | undefined;
  readonly names: ConversationNames;
  readonly kept: Attributes | undefined;
}

/** One that was made, and what was done with it. */
interface Play {
  readonly id: string;
  readonly sights: Sights;
  readonly before: Sights;
  /** Requests in their order, as somebody else would send them. */
  readonly requests: readonly string[];
}

const FLOW = 'ivr-1';

const needed = ['conversation:read', 'conversation:write', 'flow:read', 'flow:write'] as const;

/** A call to play by hand: it teaches what set, get, flush and the end do, and to whom. */
export function TryView() {
  const { api, may } = useDesk();
  const [play, setPlay] = useState<Play>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const [name, setName] = useState('tier');
  const [value, setValue] = useState('gold');
  const missing = needed.filter((scope) => !may(scope));
  if (missing.length > 0) {
    return (
      <>
        <h1>{t().tryView.title}</h1>
        <p class="note">{fill(t().tryView.needs, { scopes: missing.join(', ') })}</p>
      </>
    );
  }
  const act = async (request: string, work: (id: string) => Promise<unknown>, id = play?.id) => {
    if (id === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      await work(id);
      const sights = await look(api, id);
      setPlay((last) => ({
        id,
        sights,
        before: last?.id === id ? last.sights : sights,
        requests: [...(last?.id === id ? last.requests : []), request],
      }));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const begin = async () => {
    const id = `try-${Date.now().toString(36)}`;
    const body = { id, type: 'voice', participants: [{ purpose: 'customer' }, { purpose: 'agent' }] } as const;
    await act(`POST /api/v2/conversations ${JSON.stringify(body)}`, () => api.createConversation(body), id);
  };
  const path = `/api/v2/conversations/${play?.id}`;
  const json = JSON.stringify({ attributes: { [name]: value } });
  const texts = t().tryView;
  const state = play?.sights.state;
  const steps = [
    {
      text: texts.set,
      hint: texts.setHint,
      isOpen: state === 'active' && name !== '',
      act: () =>
        act(`POST ${path}/flows/${FLOW}/attributes ${json}`, (id) =>
          api
            .conversation(id)
            .flow(FLOW)
            .set({ [name]: value }),
        ),
    },
    {
      text: texts.get,
      hint: texts.getHint,
      isOpen: state === 'active' || state === 'wrapup',
      act: () => act(`GET ${path}/flows/${FLOW}/attributes`, (id) => api.conversation(id).flow(FLOW).get()),
    },
    {
      text: texts.secure,
      hint: texts.secureHint,
      isOpen: state === 'active' && name !== '' && may('secured:write'),
      act: () =>
        act(`POST ${path}/flows/${FLOW}/secureattributes ${JSON.stringify({ attributes: { [name]: '…' } })}`, (id) =>
          api
            .conversation(id)
            .flow(FLOW)
            .setSecured({ [name]: value }),
        ),
    },
    {
      text: texts.flush,
      hint: texts.flushHint,
      isOpen: state === 'active',
      act: () => act(`POST ${path}/flows/${FLOW}/flush`, (id) => api.conversation(id).flow(FLOW).flush()),
    },
    {
      text: texts.end,
      hint: texts.endHint,
      isOpen: state === 'active',
      act: () => act(`PATCH ${path} {"state":"wrapup"}`, (id) => api.conversation(id).patch({ state: 'wrapup' })),
    },
    {
      text: texts.handle,
      hint: texts.handleHint,
      isOpen: state === 'wrapup',
      act: () => act(`PATCH ${path} {"state":"handled"}`, (id) => api.conversation(id).patch({ state: 'handled' })),
    },
  ];
  return (
    <>
      <div class="heading">
        <h1>{texts.title}</h1>
        <p class="faint">{texts.intro}</p>
      </div>
      <div class="row wrap">
        <button type="button" class={play ? '' : 'primary'} disabled={isBusy} onClick={() => void begin()}>
          {play ? texts.another : texts.begin}
        </button>
        {play && (
          <>
            <StateBadge state={play.sights.state} />
            <a class="id" href={linkTo(['conversations', play.id])}>
              {texts.openView}: {play.id}
            </a>
          </>
        )}
      </div>
      <Trouble error={error} />
      {play && (
        <div class="columns try">
          <section class="card" aria-label={texts.step}>
            <h2>{texts.step}</h2>
            <div class="row">
              <label class="stacked grow">
                <span>{t().name}</span>
                <input value={name} onInput={(event) => setName(event.currentTarget.value)} />
              </label>
              <label class="stacked grow">
                <span>{t().value}</span>
                <input value={value} onInput={(event) => setValue(event.currentTarget.value)} />
              </label>
            </div>
            <ol class="steps">
              {steps.map((step) => (
                <li key={step.text}>
                  <button type="button" disabled={isBusy || !step.isOpen} onClick={() => void step.act()}>
                    {step.text}
                  </button>
                  <small class="faint">{step.hint}</small>
                </li>
              ))}
            </ol>
          </section>
          <SightCards play={play} />
          <section class="wide" aria-label={texts.requests}>
            <h2>{texts.requests}</h2>
            <ol class="requests">
              {play.requests.map((request, index) => (
                <li key={index}>
                  <code>{request}</code>
                </li>
              ))}
            </ol>
          </section>
        </div>
      )}
    </>
  );
}

/** Asks as each of them would. */
async function look(api: ConversationAttributes, id: string): Promise<Sights> {
  const one = api.conversation(id);
  const { state, participants = [] } = await one.get();
  const isLive = state === 'active' || state === 'wrapup';
  const [flow, names, kept] = await Promise.all([
    isLive ? one.flow(FLOW).get().catch(nothingIfEnded) : undefined,
    one.names(),
    state === 'wrapup' || state === 'handled' ? one.history() : undefined,
  ]);
  const agent = isLive ? participants.find(({ purpose }) => purpose === 'customer')?.attributes : undefined;
  return { state, flow: flow?.attributes, agent, names, kept: kept?.data };
}

function nothingIfEnded(error: unknown): undefined {
  if (!isRefused(error, 'conversation-ended')) throw error;
}

function SightCards({ play: { sights, before } }: { readonly play: Play }) {
  const { names, state } = sights;
  const waiting = [...names.pending, ...names.pendingSecured];
  return (
    <div class="sights">
      <Sight title={t().tryView.flowSees} now={sights.flow} before={before.flow} instead={t().tryView.gone} />
      <Sight title={t().tryView.agentSees} now={sights.agent} before={before.agent} instead={t().tryView.gone} />
      <section class="card" aria-label={t().tryView.namesSeen}>
        <h3>{t().tryView.namesSeen}</h3>
        {waiting.length === 0 && names.secured.length === 0 && <p class="faint">{t().tryView.nothing}</p>}
        <ul class="names">
          {waiting.map(({ name, execution }) => (
            <li key={`${execution}/${name}`}>
              {name} <small class="faint">{execution}</small>
            </li>
          ))}
          {names.secured.map((name) => (
            <li key={`secured/${name}`}>
              {name} <small class="tag">{t().one.secured}</small>
            </li>
          ))}
        </ul>
      </section>
      <Sight
        title={t().tryView.keptSeen}
        now={sights.kept}
        before={before.kept}
        instead={state === 'active' ? t().tryView.notYet : t().tryView.nothing}
      />
    </div>
  );
}

function Sight({
  title,
  now,
  before,
  instead,
}: {
  readonly title: string;
  readonly now: Attributes | undefined;
  readonly before: Attributes | undefined;
  readonly instead: string;
}) {
  const changes = findChanges(before ?? {}, now ?? {});
  const names = Object.keys(now ?? {}).sort();
  return (
    <section class="card" aria-label={title}>
      <h3>{title}</h3>
      {names.length === 0 && <p class="faint">{now === undefined ? instead : t().tryView.nothing}</p>}
      {names.length > 0 && (
        <table aria-label={title}>
          <tbody>
            {names.map((name) => (
              <tr key={name} class={changes.get(name)}>
                <th scope="row">{name}</th>
                <td>
                  <Value value={now?.[name]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
