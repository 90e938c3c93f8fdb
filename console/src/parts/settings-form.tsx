import { isRefused } from '@conversation-attributes/client';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { usePolled } from '../poll.ts';
import { fill, t } from '../texts.ts';
import { Trouble } from './trouble.tsx';

/** What a form of settings has in hand: what was read, what the person has made of it, and what came in between. */
interface Form<Settings> {
  readonly read: Settings;
  readonly own: Settings;
  readonly theirs?: Settings;
}

/** Edits settings that have a version: a conflict shows those of the others. */
export function useSettings<Settings extends { readonly version: number }>(
  key: string,
  read: () => Promise<Settings>,
  write: (settings: Settings, version: number) => Promise<Settings>,
) {
  const [form, setForm] = useState<Form<Settings>>();
  const [failure, setFailure] = useState<unknown>();
  const [isSaved, setSaved] = useState(false);
  const { error } = usePolled(
    async () => {
      const now = await read();
      setForm((before) => before ?? { read: now, own: now });
    },
    0,
    key,
  );
  return {
    form,
    error: failure ?? error,
    isSaved,
    isChanged: form !== undefined && JSON.stringify(form.own) !== JSON.stringify(form.read),
    change: (changes: Partial<Settings>) => {
      setSaved(false);
      setForm((before) => before && { ...before, own: { ...before.own, ...changes } });
    },
    discard: () => setForm((before) => before && { read: before.read, own: before.read }),
    takeTheirs: () => setForm((before) => before?.theirs && { read: before.theirs, own: before.theirs }),
    /** @param version - that of the others, to write over theirs */
    save: async (version?: number) => {
      if (!form) return;
      setFailure(undefined);
      try {
        const now = await write(form.own, version ?? form.read.version);
        setForm({ read: now, own: now });
        setSaved(true);
      } catch (problem) {
        if (!isRefused(problem, 'version-conflict')) return setFailure(problem);
        const theirs = await read();
        setForm({ ...form, theirs });
      }
    },
  };
}

/** What a form does with what `useSettings` gives. */
export interface SettingsEditor {
  readonly error: unknown;
  readonly isChanged: boolean;
  readonly isSaved: boolean;
  readonly discard: () => void;
  readonly takeTheirs: () => void;
  readonly save: (version?: number) => Promise<void>;
}

/**
 * A form of settings, with what goes wrong, and what others have made of them meanwhile.
 *
 * @param theirs - their version, after a conflict
 */
export function SettingsForm({
  editor,
  mayWrite,
  theirs,
  describeTheirs,
  children,
}: {
  readonly editor: SettingsEditor;
  readonly mayWrite: boolean;
  readonly theirs: number | undefined;
  readonly describeTheirs: () => ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void editor.save();
      }}
    >
      {children}
      <Trouble error={editor.error} />
      {theirs !== undefined && (
        <section class="conflict" role="alert" aria-label={t().one.conflict}>
          <p>{fill(t().settingsView.conflict, { version: theirs })}</p>
          <p>
            <strong>{t().settingsView.theirs}:</strong> {describeTheirs()}
          </p>
          <div class="row end wrap">
            <button type="button" onClick={editor.takeTheirs}>
              {t().settingsView.useTheirs}
            </button>
            <button type="button" class="primary" onClick={() => void editor.save(theirs)}>
              {t().settingsView.overwrite}
            </button>
          </div>
        </section>
      )}
      {mayWrite && theirs === undefined && <SaveRow editor={editor} />}
      {!mayWrite && <p class="faint">{t().settingsView.readOnly}</p>}
    </form>
  );
}

function SaveRow({ editor }: { readonly editor: SettingsEditor }) {
  return (
    <div class="row end">
      {editor.isSaved && !editor.isChanged && (
        <span class="good push" role="status">
          {t().saved}
        </span>
      )}
      {editor.isChanged && (
        <button type="button" class="quiet" onClick={editor.discard}>
          {t().discard}
        </button>
      )}
      <button type="submit" class="primary" disabled={!editor.isChanged}>
        {t().save}
      </button>
    </div>
  );
}
