import { formatCount, formatShortDay } from '../format.ts';
import type { Day, Filled } from '../rules/log-figures.ts';
import { t } from '../texts.ts';

const HEIGHT = 64;
const STEP = 100;

/** Conversations a day, as bars. */
export function DayChart({ days }: { readonly days: readonly Day[] }) {
  const most = Math.max(1, ...days.map(({ conversations }) => conversations));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure>
      <figcaption>{t().logView.perDay}</figcaption>
      <svg
        role="img"
        aria-label={t().logView.perDay}
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {days.map(({ day, conversations }, index) => {
          const height = conversations === 0 ? 0 : Math.max(1, (conversations / most) * HEIGHT);
          return (
            <rect key={day} x={index * STEP + 8} y={HEIGHT - height} width={STEP - 16} height={height}>
              <title>{`${formatShortDay(day)}: ${formatCount(conversations)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div class="row between faint">
        <small>{first && formatShortDay(first.day)}</small>
        <small>max {formatCount(most)}</small>
        <small>{last && formatShortDay(last.day)}</small>
      </div>
      <table class="hidden">
        <caption>{t().logView.perDay}</caption>
        <thead>
          <tr>
            <th scope="col">{t().logView.day}</th>
            <th scope="col">{t().logView.conversations}</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, conversations }) => (
            <tr key={day}>
              <td>{day}</td>
              <td>{conversations}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

/** Names of which a bar is shown. */
const MAX_NAMES = 8;

/** How often each saved name is filled. */
export function FilledChart({ filled, total }: { readonly filled: readonly Filled[]; readonly total: number }) {
  return (
    <figure>
      <figcaption>{t().logView.filled}</figcaption>
      <dl class="meters">
        {filled.slice(0, MAX_NAMES).map(({ name, conversations }) => {
          const share = Math.round((conversations / total) * 100);
          return (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <meter min={0} max={100} value={share} aria-label={name} />
                <span>{share} %</span>
              </dd>
            </div>
          );
        })}
      </dl>
    </figure>
  );
}
