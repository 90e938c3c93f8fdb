import type { ChannelType, ChannelTypeSettings } from '@conversation-attributes/client';
import { useState } from 'preact/hooks';
import { useDesk } from '../context.ts';
import { nameType } from '../parts/badges.tsx';
import { ChannelForm } from '../parts/channel-form.tsx';
import { Definitions } from '../parts/definitions.tsx';
import { NameList } from '../parts/name-list.tsx';
import { PersonalHints } from '../parts/personal-hints.tsx';
import { SettingsForm, useSettings } from '../parts/settings-form.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { fill, t } from '../texts.ts';

/** Those that keep no names after the end, whatever their list says. */
const keepsNone: ReadonlySet<ChannelType> = new Set(['email', 'task']);

/** What is kept of conversations, what guests may set, and the rules of names. */
export function SettingsView() {
  const { may } = useDesk();
  const [type, setType] = useState<ChannelType>('voice');
  return (
    <>
      <h1>{t().settingsView.title}</h1>
      <div class="columns even">
        <section aria-label={t().settingsView.savedLists}>
          <h2>{t().settingsView.savedLists}</h2>
          <p class="hint">{t().settingsView.savedHint}</p>
          {may('settings:read') ? (
            <>
              <label class="stacked">
                <span>{t().type}</span>
                <select value={type} onChange={(event) => setType(event.currentTarget.value as ChannelType)}>
                  {(Object.keys(t().types) as ChannelType[]).map((one) => (
                    <option key={one} value={one}>
                      {nameType(one)}
                    </option>
                  ))}
                </select>
              </label>
              <SavedList key={type} type={type} />
            </>
          ) : (
            <p class="note">{fill(t().missingScope, { scope: 'settings:read' })}</p>
          )}
        </section>
        <section aria-label={t().settingsView.channels}>
          <h2>{t().settingsView.channels}</h2>
          <p class="hint">{t().settingsView.channelHint}</p>
          {may('webchat:read') || may('webchat:write') ? (
            <Channels />
          ) : (
            <p class="note">{fill(t().missingScope, { scope: 'webchat:read' })}</p>
          )}
        </section>
        <section class="wide" aria-label={t().definitions.title}>
          <h2>{t().definitions.title}</h2>
          <p class="hint">{t().definitions.hint}</p>
          {may('settings:read') ? (
            <Definitions />
          ) : (
            <p class="note">{fill(t().missingScope, { scope: 'settings:read' })}</p>
          )}
        </section>
      </div>
    </>
  );
}

function SavedList({ type }: { readonly type: ChannelType }) {
  const { api, may } = useDesk();
  const mayWrite = may('settings:write');
  const editor = useSettings<ChannelTypeSettings>(
    type,
    () => api.channelTypeSettings(type),
    ({ savedAttributes, retentionDays, activeMaxSeconds }, version) =>
      api.putChannelTypeSettings(type, {
        savedAttributes,
        retentionDays,
        version,
        ...(activeMaxSeconds !== undefined && { activeMaxSeconds }),
      }),
  );
  const { form, error } = editor;
  if (form === undefined) return error === undefined ? <p class="faint">{t().loading}</p> : <Trouble error={error} />;
  const { savedAttributes, retentionDays, activeMaxSeconds } = form.own;
  return (
    <SettingsForm
      editor={editor}
      mayWrite={mayWrite}
      theirs={form.theirs?.version}
      describeTheirs={() =>
        `${form.theirs?.savedAttributes.join(', ') || t().none} · ${t().settingsView.retention} ${form.theirs?.retentionDays}`
      }
    >
      <small class="faint">{fill(t().version, { version: form.read.version })}</small>
      {keepsNone.has(type) ? (
        <p class="note">{t().settingsView.keepsNoNames}</p>
      ) : (
        <NameList
          names={savedAttributes}
          isReadOnly={!mayWrite}
          onNames={(names) => editor.change({ savedAttributes: names })}
        />
      )}
      <PersonalHints names={savedAttributes} text={t().settingsView.personal} days={retentionDays} />
      <div class="row wrap">
        <label class="stacked">
          <span>{t().settingsView.retention}</span>
          <input
            type="number"
            min={1}
            max={3650}
            required
            value={retentionDays}
            readOnly={!mayWrite}
            onInput={(event) => editor.change({ retentionDays: event.currentTarget.valueAsNumber || 0 })}
          />
        </label>
        <label class="stacked">
          <span>{t().settingsView.activeMax}</span>
          <input
            type="number"
            min={60}
            max={31_536_000}
            value={activeMaxSeconds ?? ''}
            placeholder={t().settingsView.activeMaxDefault}
            readOnly={!mayWrite}
            onInput={(event) => {
              const seconds = event.currentTarget.valueAsNumber;
              const { activeMaxSeconds: _, ...rest } = form.own;
              editor.change(
                Number.isNaN(seconds)
                  ? ({ ...rest, activeMaxSeconds: undefined } as object)
                  : { activeMaxSeconds: seconds },
              );
            }}
          />
        </label>
      </div>
    </SettingsForm>
  );
}

function Channels() {
  const [id, setId] = useState('');
  return (
    <>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          setId(String(new FormData(event.currentTarget).get('id') ?? '').trim());
        }}
      >
        <label class="grow stacked">
          <span>{t().settingsView.channelId}</span>
          <input name="id" required pattern="[A-Za-z0-9][A-Za-z0-9_.:\-]*" />
        </label>
        <button type="submit">{t().open}</button>
      </form>
      {id !== '' && <ChannelForm key={id} id={id} />}
    </>
  );
}
