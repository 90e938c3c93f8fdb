import { NoAnswer, RequestRefused } from '@conversation-attributes/client';
import { SessionEnded } from '../session.ts';
import { fill, t } from '../texts.ts';

/** Says what went wrong, and by which id the log knows it. Nothing while nothing did. */
export function Trouble({ error }: { readonly error: unknown }) {
  // The whole page says so.
  if (error === undefined || error instanceof SessionEnded) return null;
  const isRefusal = error instanceof RequestRefused;
  const text = error instanceof NoAnswer ? t().noAnswer : isRefusal ? error.detail : describe(error);
  return (
    <div class="trouble" role="alert">
      <p>{text || t().somethingWrong}</p>
      {isRefusal && error.errors.length > 0 && (
        <ul>
          {error.errors.map(({ name, reason }) => (
            <li key={name}>
              <code>{name}</code> {reason}
            </li>
          ))}
        </ul>
      )}
      {isRefusal && (
        <small>
          {[error.status, error.code].filter(Boolean).join(' ')}
          {error.contextId && ` · ${fill(t().requestId, { id: error.contextId })}`}
        </small>
      )}
    </div>
  );
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
