import type { Conversation, State } from '@conversation-attributes/client';
import { useState } from 'preact/hooks';
import { useDesk } from '../context.ts';
import { fill, t } from '../texts.ts';
import { Dialog } from './dialog.tsx';
import { Trouble } from './trouble.tsx';

type NextState = Exclude<State, 'active'>;

const next: Readonly<Record<State, readonly NextState[]>> = {
  active: ['wrapup', 'handled', 'abandoned'],
  wrapup: ['handled'],
  handled: [],
  abandoned: [],
};

/** What may be done with a conversation as a whole. */
export function ConversationActions({
  conversation: { id, state, queueId },
  onChanged,
}: {
  readonly conversation: Conversation;
  readonly onChanged: () => Promise<void>;
}) {
  const { api, may } = useDesk();
  const [asked, setAsked] = useState<NextState | 'queue'>();
  const [error, setError] = useState<unknown>();
  const [queue, setQueue] = useState('');
  if (!may('conversation:write') || next[state].length === 0) return null;
  const texts = { wrapup: t().one.toWrapup, handled: t().one.toHandled, abandoned: t().one.toAbandoned };
  const patch = async (changes: { readonly state?: NextState; readonly queueId?: string | null }) => {
    try {
      await api.conversation(id).patch(changes);
      setError(undefined);
      await onChanged();
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <>
      <div class="row wrap">
        {next[state].map((one) => (
          <button key={one} type="button" onClick={() => setAsked(one)}>
            {texts[one]}
          </button>
        ))}
        <button
          type="button"
          onClick={() => {
            setQueue(queueId ?? '');
            setAsked('queue');
          }}
        >
          {t().one.transfer} …
        </button>
      </div>
      <Trouble error={error} />
      {asked === 'queue' && (
        <Dialog
          title={t().one.transfer}
          action={t().save}
          onAction={() => void patch({ queueId: queue.trim() || null })}
          onClose={() => setAsked(undefined)}
        >
          <label class="stacked">
            <span>{t().queue}</span>
            <input value={queue} onInput={(event) => setQueue(event.currentTarget.value)} />
          </label>
        </Dialog>
      )}
      {asked !== undefined && asked !== 'queue' && (
        <Dialog
          title={texts[asked]}
          action={texts[asked]}
          onAction={() => void patch({ state: asked })}
          onClose={() => setAsked(undefined)}
        >
          <p>{asked === 'wrapup' ? t().one.confirmWrapup : fill(t().one.confirmEnd, { state: t().states[asked] })}</p>
        </Dialog>
      )}
    </>
  );
}
