import { type AttributeChanges, isRefused } from '@conversation-attributes/client';
import { useDesk } from '../context.ts';
import { usePolled } from '../poll.ts';
import { t } from '../texts.ts';
import { AttributeBag } from './attribute-bag.tsx';
import { Trouble } from './trouble.tsx';

/** Milliseconds between two looks: few write what is saved. */
const EVERY_MS = 10_000;

/** What is kept of an ended conversation, to be added to and corrected (`contactData`). */
export function SavedCard({ id, stays }: { readonly id: string; readonly stays: ReadonlySet<string> }) {
  const { api, may } = useDesk();
  const mayWrite = may('contactdata:manage');
  const { answer, error, isLoading, refresh } = usePolled(() => api.conversation(id).history(), EVERY_MS, id);
  return (
    <section aria-label={t().one.savedData}>
      <h2>{t().one.savedData}</h2>
      <article class="card">
        {isLoading && <p class="faint">{t().loading}</p>}
        {/* Just ended: the next look has it. */}
        {!isRefused(error, 'conversation-not-found') && <Trouble error={error} />}
        {answer && (
          <AttributeBag
            label={t().one.savedData}
            // Saved data has no version of its own: what is there is read before it is written.
            shown={{ attributes: answer.data, version: 0 }}
            bag={
              mayWrite
                ? {
                    isVersioned: false,
                    read: async () => ({ attributes: await api.contactData(id), version: 0 }),
                    write: (changes: AttributeChanges) => api.addContactData(id, changes),
                  }
                : undefined
            }
            suggested={stays}
            onSaved={() => void refresh()}
          />
        )}
        <p class="hint">{answer?.savedBy === 'channel' ? t().one.savedByChannel : t().one.savedHint}</p>
      </article>
    </section>
  );
}
