import type { ConversationSummary } from '@conversation-attributes/client';
import { formatDuration, formatTime } from '../format.ts';
import { useNow } from '../poll.ts';
import { linkTo } from '../route.ts';
import { t } from '../texts.ts';
import { nameType, StateBadge } from './badges.tsx';

/** A list of conversations; a click anywhere in a line opens it. */
export function ConversationTable({
  conversations,
  caption,
}: {
  readonly conversations: readonly ConversationSummary[];
  readonly caption: string;
}) {
  const now = useNow();
  return (
    <table class="list">
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t().state}</th>
          <th scope="col">{t().id}</th>
          <th scope="col">{t().type}</th>
          <th scope="col">{t().queue}</th>
          <th scope="col">{t().started}</th>
          <th scope="col" class="number">
            {t().age}
          </th>
        </tr>
      </thead>
      <tbody>
        {conversations.map(({ id, state, type, queueId, startTime, endTime }) => (
          <tr key={id}>
            <td>
              <StateBadge state={state} />
            </td>
            <td>
              <a class="row-link id" href={linkTo(['conversations', id])}>
                {id}
              </a>
            </td>
            <td>{nameType(type)}</td>
            <td>{queueId ?? <span class="faint">–</span>}</td>
            <td>
              <time dateTime={startTime}>{formatTime(startTime)}</time>
            </td>
            <td class="number">
              {formatDuration((endTime === undefined ? now : Date.parse(endTime)) - Date.parse(startTime))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
