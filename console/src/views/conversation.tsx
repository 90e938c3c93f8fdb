import {
  type AttributeChanges,
  type Attributes,
  type Conversation,
  type ConversationNames,
  type InteractionParticipant,
  isRefused,
} from '@conversation-attributes/client';
import { useRef, useState } from 'preact/hooks';
import { type Desk, useDesk } from '../context.ts';
import { formatDuration, formatTime } from '../format.ts';
import { type LastLook, type Look, useLastLook } from '../last-look.ts';
import { AttributeBag } from '../parts/attribute-bag.tsx';
import { nameType, StateBadge } from '../parts/badges.tsx';
import { ConversationActions } from '../parts/conversation-actions.tsx';
import { PendingCard } from '../parts/pending-card.tsx';
import { SavedCard } from '../parts/saved-card.tsx';
import { SecuredCard } from '../parts/secured-card.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { WrapupCard } from '../parts/wrapup-card.tsx';
import { useNow, usePolled } from '../poll.ts';
import { fill, t } from '../texts.ts';

/** Milliseconds between two looks. */
const EVERY_MS = 3_000;

/** Everything about a conversation that its reader may see. */
interface Seen {
  readonly conversation: Conversation;
  /** @default it has ended, and holds none */
  readonly names: ConversationNames | undefined;
  /** How participants are reached, until it is handled. */
  readonly reached: ReadonlyMap<string, InteractionParticipant>;
  /** The names on the saved list of its channel type. */
  readonly stays: ReadonlySet<string>;
}

/** One conversation, as it changes. */
export function ConversationView({ id }: { readonly id: string }) {
  const desk = useDesk();
  const read = useReader(desk, id);
  const { answer, error, isLoading, refresh } = usePolled(read, EVERY_MS, id);
  const look = useLastLook(id, answer && lookAt(answer.conversation));
  if (isRefused(error, 'conversation-not-found')) {
    return (
      <div class="empty">
        <h1>{fill(t().one.notThere, { id })}</h1>
      </div>
    );
  }
  if (answer === undefined) return isLoading ? <p class="faint">{t().loading}</p> : <Trouble error={error} />;
  const { conversation, names, stays } = answer;
  const { state, queueId } = conversation;
  const isLive = state === 'active' || state === 'wrapup';
  return (
    <>
      <Heading conversation={conversation} look={look} onChanged={refresh} />
      <Trouble error={error} />
      {state === 'handled' && <p class="note">{t().one.handledHint}</p>}
      {state === 'abandoned' && <p class="note">{t().one.abandonedHint}</p>}
      <div class="columns">
        <div>
          {isLive && <Participants seen={answer} look={look} onChanged={refresh} />}
          {isLive && <DataCard seen={answer} look={look} onChanged={refresh} />}
          {(state === 'wrapup' || state === 'handled') && <SavedCard key={queueId} id={id} stays={stays} />}
        </div>
        <div>
          {names && state === 'active' && <PendingCard names={names} />}
          {names && <SecuredCard id={id} names={names.secured} />}
          {(isLive || conversation.wrapup) && <WrapupCard conversation={conversation} onChanged={refresh} />}
        </div>
      </div>
    </>
  );
}

/** Gives what reads everything; what changes only with the conversation's version is read again only then. */
function useReader({ api, may }: Desk, id: string): () => Promise<Seen> {
  const before = useRef<Seen>(undefined);
  return async () => {
    const one = api.conversation(id);
    const conversation = await one.get();
    const { state, version, type } = conversation;
    const isLive = state === 'active' || state === 'wrapup';
    const last = before.current;
    const names = isLive ? await one.names() : undefined;
    const isSame = last?.conversation.version === version && last.conversation.state === state;
    const reached = isSame ? last.reached : await readReached();
    const stays = last?.stays ?? (await readStays());
    before.current = { conversation, names, reached, stays };
    return before.current;

    async function readReached(): Promise<Seen['reached']> {
      if (!isLive || !may('interaction:participant:read')) return last?.reached ?? new Map();
      try {
        const { participants } = await one.interaction({ state: [state] });
        return new Map(participants.map((participant) => [participant.id, participant]));
      } catch (error) {
        // Ended in between: the next look shows it.
        if (isRefused(error, 'conversation-not-found')) return new Map();
        throw error;
      }
    }
    async function readStays(): Promise<Seen['stays']> {
      return new Set(may('settings:read') ? (await api.channelTypeSettings(type)).savedAttributes : []);
    }
  };
}

/** Where the conversation's own attributes are, among those of participants: no id begins so. */
const DATA = '/data';

function lookAt({ data, participants = [] }: Conversation): Look {
  return Object.fromEntries([[DATA, data], ...participants.map(({ id, attributes }) => [id, attributes] as const)]);
}

function Heading({
  conversation,
  look,
  onChanged,
}: {
  readonly conversation: Conversation;
  readonly look: LastLook;
  readonly onChanged: () => Promise<void>;
}) {
  const { id, type, state, queueId, startTime, endTime, version } = conversation;
  const now = useNow();
  const until = endTime === undefined ? now : Date.parse(endTime);
  return (
    <div class="heading one">
      <div class="row wrap">
        <StateBadge state={state} />
        <h1 class="id">{id}</h1>
        <CopyButton text={id} />
        {look.count > 0 && (
          <button type="button" class="news" onClick={look.markSeen} title={t().one.seen}>
            {fill(t().one.sinceLook, { count: look.count })} · {t().one.seen}
          </button>
        )}
      </div>
      <dl class="facts">
        <Fact name={t().type}>{nameType(type)}</Fact>
        <Fact name={t().queue}>{queueId ?? '–'}</Fact>
        <Fact name={t().started}>
          <time dateTime={startTime}>{formatTime(startTime)}</time>
        </Fact>
        {endTime !== undefined && (
          <Fact name={t().ended}>
            <time dateTime={endTime}>{formatTime(endTime)}</time>
          </Fact>
        )}
        <Fact name={t().age}>{formatDuration(until - Date.parse(startTime))}</Fact>
        <Fact name="Version">{version}</Fact>
      </dl>
      <ConversationActions conversation={conversation} onChanged={onChanged} />
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CopyButton({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  // A page that came over plain HTTP from another machine has no clipboard.
  if (!navigator.clipboard) return null;
  return (
    <button
      type="button"
      class="quiet"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {isCopied ? t().copied : t().copy}
    </button>
  );
}

interface PartProps {
  readonly seen: Seen;
  readonly look: LastLook;
  readonly onChanged: () => Promise<void>;
}

function Participants({ seen, look, onChanged }: PartProps) {
  const { api, may } = useDesk();
  const { conversation, reached, stays } = seen;
  const { id, state, type, participants = [] } = conversation;
  const one = api.conversation(id);
  const mayWrite =
    state === 'active' &&
    type !== 'email' &&
    may('interaction:participant:write') &&
    may('interaction:participant:read');
  return (
    <section aria-label={t().one.participants}>
      <h2>{t().one.participants}</h2>
      {participants.map((participant) => {
        const { id: own, purpose, attributes, version, endTime } = participant;
        const { addresses = [], externalId } = reached.get(own) ?? {};
        const isPresent = endTime === undefined;
        return (
          <article key={own} class={isPresent ? 'card' : 'card left'}>
            <header class="row wrap">
              <h3>{own}</h3>
              {purpose !== own && <span class="tag">{purpose}</span>}
              <span class="faint">
                {isPresent ? t().one.present : fill(t().one.left, { time: formatTime(endTime) })}
              </span>
              {addresses.map(({ uri }) => (
                <code key={uri}>{uri}</code>
              ))}
              {externalId !== undefined && (
                <span class="faint">
                  {t().one.externalId} <code>{externalId}</code>
                </span>
              )}
              <small class="faint push">{fill(t().version, { version })}</small>
            </header>
            <AttributeBag
              label={own}
              shown={{ attributes, version }}
              changes={look.changesAt(own)}
              stays={stays}
              bag={
                mayWrite && isPresent
                  ? {
                      read: () => one.participant(own).attributes(),
                      write: async (changes: AttributeChanges, current) => {
                        await one.participant(own).patch(changes, { version: current });
                      },
                    }
                  : undefined
              }
              onSaved={(changes) => {
                look.noteOwn(own, changes);
                void onChanged();
              }}
            />
          </article>
        );
      })}
      {participants.length === 0 && <p class="faint">{t().none}</p>}
    </section>
  );
}

function DataCard({ seen, look, onChanged }: PartProps) {
  const { api, may } = useDesk();
  const { conversation, stays } = seen;
  const { id, state, type, data, version } = conversation;
  const one = api.conversation(id);
  const mayWrite = state === 'active' && type !== 'email' && may('conversation:write');
  return (
    <section aria-label={t().one.data}>
      <h2>{t().one.data}</h2>
      <article class="card">
        <AttributeBag
          label={t().one.data}
          shown={{ attributes: data, version }}
          changes={look.changesAt(DATA)}
          stays={stays}
          bag={
            mayWrite
              ? {
                  read: async () => {
                    const now = await one.get();
                    return { attributes: now.data as Attributes, version: now.version };
                  },
                  write: async (changes, current) => {
                    await one.patch({ data: changes, version: current });
                  },
                }
              : undefined
          }
          onSaved={(changes) => {
            look.noteOwn(DATA, changes);
            void onChanged();
          }}
        />
      </article>
    </section>
  );
}
