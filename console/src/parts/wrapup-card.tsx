import type { AttributeChanges, Attributes, Conversation, Wrapup } from '@conversation-attributes/client';
import { useBagEditor } from '../bag-editor.ts';
import { useDesk } from '../context.ts';
import { t } from '../texts.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import { Trouble } from './trouble.tsx';

/** What the agent notes at the end: code and notes, with the version that was read. */
export function WrapupCard({
  conversation,
  onChanged,
}: {
  readonly conversation: Conversation;
  readonly onChanged: () => Promise<void>;
}) {
  const { api, may } = useDesk();
  const { id, state, version } = conversation;
  const one = api.conversation(id);
  const shown = { attributes: toAttributes(conversation.wrapup), version };
  const editor = useBagEditor(
    {
      read: async () => {
        const now = await one.get();
        return { attributes: toAttributes(now.wrapup), version: now.version };
      },
      write: async (changes, current) => {
        await one.patch({ wrapup: toWrapup(changes), version: current });
      },
    },
    shown,
    () => void onChanged(),
  );
  const mayWrite = may('conversation:write') && (state === 'active' || state === 'wrapup');
  const textOf = (name: 'code' | 'notes') => String(editor.changes[name] ?? shown.attributes[name] ?? '');
  const note = (name: 'code' | 'notes', typed: string) =>
    editor.change(name, typed === (shown.attributes[name] ?? '') ? undefined : typed);
  const hasDraft = Object.keys(editor.changes).length > 0;
  return (
    <section aria-label={t().one.wrapup}>
      <h2>{t().one.wrapup}</h2>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          void editor.save();
        }}
      >
        <label class="stacked">
          <span>{t().one.code}</span>
          <input
            value={textOf('code')}
            readOnly={!mayWrite}
            onInput={(event) => note('code', event.currentTarget.value)}
          />
        </label>
        <label class="stacked">
          <span>{t().one.notes}</span>
          <textarea
            rows={3}
            value={textOf('notes')}
            readOnly={!mayWrite}
            onInput={(event) => note('notes', event.currentTarget.value)}
          />
        </label>
        {editor.clashes.length > 0 && <ConflictPanel clashes={editor.clashes} onResolve={editor.resolve} />}
        <Trouble error={editor.error} />
        {hasDraft && editor.clashes.length === 0 && (
          <div class="row end">
            <button type="button" class="quiet" onClick={editor.discard}>
              {t().discard}
            </button>
            <button type="submit" class="primary" disabled={editor.isSaving}>
              {t().save}
            </button>
          </div>
        )}
        {editor.wasMerged && (
          <p class="good" role="status">
            {t().one.merged}
          </p>
        )}
      </form>
    </section>
  );
}

function toAttributes({ code, notes }: Wrapup = {}): Attributes {
  return { ...(code !== undefined && { code }), ...(notes !== undefined && { notes }) };
}

function toWrapup({ code, notes }: AttributeChanges): Wrapup {
  return {
    ...(code !== undefined && { code: String(code ?? '') }),
    ...(notes !== undefined && { notes: String(notes ?? '') }),
  };
}
