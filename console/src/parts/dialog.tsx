import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../texts.ts';

/** Asks something before anything else goes on. Escape closes it, and the focus goes back to where it was. */
export function Dialog({
  title,
  action,
  onAction,
  onClose,
  children,
}: {
  readonly title: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly onAction: () => void;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          onAction();
          onClose();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        <div class="row end">
          <button type="button" class="quiet" onClick={onClose}>
            {t().cancel}
          </button>
          <button type="submit" class="primary">
            {action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
