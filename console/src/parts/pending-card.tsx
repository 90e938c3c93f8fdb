import type { ConversationNames } from '@conversation-attributes/client';
import { t } from '../texts.ts';

/** What flow executions have set and not flushed, by name. */
export function PendingCard({ names: { pending, pendingSecured } }: { readonly names: ConversationNames }) {
  const all = [
    ...pending.map((one) => ({ ...one, where: one.participantId ?? t().one.onConversation })),
    ...pendingSecured.map((one) => ({ ...one, where: t().one.secured })),
  ];
  const executions = Map.groupBy(all, ({ execution }) => execution);
  return (
    <section aria-label={t().one.pending}>
      <h2>{t().one.pending}</h2>
      <div class="card">
        {all.length === 0 && <p class="faint">{t().one.noPending}</p>}
        {[...executions].map(([execution, writes]) => (
          <div key={execution}>
            <h3 class="id">{execution}</h3>
            <ul class="names">
              {writes.map(({ name, where, removes }) => (
                <li key={`${where}/${name}`}>
                  {removes ? <del>{name}</del> : name} <small class="faint">{where}</small>
                  {removes && <small class="tag">{t().one.removes}</small>}
                </li>
              ))}
            </ul>
          </div>
        ))}
        {all.length > 0 && <p class="hint">{t().one.pendingHint}</p>}
      </div>
    </section>
  );
}
