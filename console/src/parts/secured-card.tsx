import type { Secured } from '@conversation-attributes/client';
import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../context.ts';
import { t } from '../texts.ts';
import { Trouble } from './trouble.tsx';

/** Milliseconds for which revealed values are seen. */
const REVEALED_MS = 60_000;

/** The names of secured attributes; their values only after a click, for who may, and for a minute. */
export function SecuredCard({ id, names }: { readonly id: string; readonly names: readonly string[] }) {
  const { api, may } = useDesk();
  const [revealed, setRevealed] = useState<Secured>();
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (revealed === undefined) return;
    const hide = () => setRevealed(undefined);
    const timer = setTimeout(hide, REVEALED_MS);
    const hideWithPage = () => {
      if (document.hidden) hide();
    };
    document.addEventListener('visibilitychange', hideWithPage);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hideWithPage);
    };
  }, [revealed]);
  const reveal = async () => {
    setBusy(true);
    try {
      setRevealed(await api.conversation(id).secured());
      setError(undefined);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label={t().one.secured}>
      <h2>{t().one.secured}</h2>
      <div class="card secured">
        {names.length === 0 && <p class="faint">{t().one.noSecured}</p>}
        {names.length > 0 && (
          <table aria-label={t().one.secured}>
            <tbody>
              {names.toSorted().map((name) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>
                    <SecuredValue name={name} revealed={revealed} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Trouble error={error} />
        {names.length > 0 && (
          <div class="row">
            {!may('secured:read') && <small class="faint">{t().one.mayNotReveal}</small>}
            {may('secured:read') && revealed === undefined && (
              <button type="button" disabled={isBusy} onClick={() => void reveal()}>
                {isBusy ? t().one.revealing : t().one.reveal}
              </button>
            )}
            {revealed !== undefined && (
              <button type="button" onClick={() => setRevealed(undefined)}>
                {t().one.hide}
              </button>
            )}
            {may('secured:read') && <small class="faint">{t().one.securedHint}</small>}
          </div>
        )}
      </div>
    </section>
  );
}

function SecuredValue({ name, revealed }: { readonly name: string; readonly revealed: Secured | undefined }) {
  if (revealed?.unreadable?.includes(name)) return <em class="bad">{t().one.unreadable}</em>;
  const value = revealed?.attributes[name];
  return value === undefined ? <span class="faint">••••••</span> : <span class="value">{value}</span>;
}
