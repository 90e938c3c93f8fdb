import { useEffect, useState } from 'preact/hooks';
import { formatDuration } from '../format.ts';
import { useNow } from '../poll.ts';
import { fill, t } from '../texts.ts';

/** Says that the browser has no connection, and how old what it shows is. */
export function ConnectionBar() {
  const [since, setSince] = useState(() => (navigator.onLine ? undefined : Date.now()));
  const now = useNow(1_000);
  useEffect(() => {
    const lose = () => setSince(Date.now());
    const find = () => setSince(undefined);
    addEventListener('offline', lose);
    addEventListener('online', find);
    return () => {
      removeEventListener('offline', lose);
      removeEventListener('online', find);
    };
  }, []);
  if (since === undefined) return null;
  return (
    <div class="bar warning" role="status">
      {fill(t().offline, { age: fill(t().ago, { age: formatDuration(now - since) }) })}
    </div>
  );
}
