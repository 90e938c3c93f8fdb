import {
  type AllowedAttribute,
  type ChannelType,
  type ChannelTypeSettings,
  isRefused,
  type VersionedWebchatSettings,
  type WebChannelType,
} from '@conversation-attributes/client';
import { useState } from 'preact/hooks';
import { useDesk } from '../context.ts';
import { nameType } from '../parts/badges.tsx';
import { NameList } from '../parts/name-list.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { usePolled } from '../poll.ts';
import { looksPersonal } from '../rules/personal-data.ts';
import { fill, t } from '../texts.ts';

/** Those that keep no names after the end, whatever their list says. */
const keepsNone: ReadonlySet<ChannelType> = new Set(['email', 'task']);

/** What is kept of conversations, and what guests may set. */
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
      </div>
    </>
  );
}

/** What a form of settings has in hand: what was read, what the person has made of it, and what came in between. */
interface Form<Settings> {
  readonly read: Settings;
  readonly own: Settings;
  readonly theirs?: Settings;
}

/** Edits settings that have a version: a conflict shows those of the others. */
function useSettings<Settings extends { readonly version: number }>(
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
  const personal = savedAttributes.filter(looksPersonal);
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void editor.save();
      }}
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
      {personal.map((name) => (
        <p key={name} class="note warning" role="status">
          {fill(t().settingsView.personal, { name, days: retentionDays })}
        </p>
      ))}
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
      <Trouble error={error} />
      {form.theirs && (
        <section class="conflict" role="alert" aria-label={t().one.conflict}>
          <p>{fill(t().settingsView.conflict, { version: form.theirs.version })}</p>
          <p>
            <strong>{t().settingsView.theirs}:</strong> {form.theirs.savedAttributes.join(', ') || t().none} ·{' '}
            {t().settingsView.retention} {form.theirs.retentionDays}
          </p>
          <ConflictChoice theirs={form.theirs.version} editor={editor} />
        </section>
      )}
      {mayWrite && !form.theirs && <SaveRow editor={editor} />}
      {!mayWrite && <p class="faint">{t().settingsView.readOnly}</p>}
    </form>
  );
}

interface Saving {
  readonly isChanged: boolean;
  readonly isSaved: boolean;
  readonly discard: () => void;
  readonly takeTheirs: () => void;
  readonly save: (version?: number) => Promise<void>;
}

function SaveRow({ editor }: { readonly editor: Saving }) {
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

function ConflictChoice({ theirs, editor }: { readonly theirs: number; readonly editor: Saving }) {
  return (
    <div class="row end wrap">
      <button type="button" onClick={editor.takeTheirs}>
        {t().settingsView.useTheirs}
      </button>
      <button type="button" class="primary" onClick={() => void editor.save(theirs)}>
        {t().settingsView.overwrite}
      </button>
    </div>
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
      {id !== '' && <Channel key={id} id={id} />}
    </>
  );
}

/** The types that a web channel may have. */
function webTypes(): readonly WebChannelType[] {
  const others: ReadonlySet<string> = new Set(['voice', 'callback', 'email', 'task'] satisfies ChannelType[]);
  return Object.keys(t().types).filter((one): one is WebChannelType => !others.has(one));
}

const valueTypes = ['string', 'integer', 'number', 'boolean'] as const;

function Channel({ id }: { readonly id: string }) {
  const { api, may } = useDesk();
  const mayWrite = may('webchat:write');
  const channel = api.webChannel(id);
  const editor = useSettings<VersionedWebchatSettings>(
    id,
    () => channel.settings(),
    ({ type, attributes: { allowed } }, version) => channel.patchSettings({ type, attributes: { allowed }, version }),
  );
  const { form, error } = editor;
  if (form === undefined) return error === undefined ? <p class="faint">{t().loading}</p> : <Trouble error={error} />;
  const { type, attributes } = form.own;
  const allow = (allowed: readonly AllowedAttribute[]) => editor.change({ attributes: { ...attributes, allowed } });
  const typeOf = (name: string) => {
    const found = attributes.allowed.find((one) => nameOf(one) === name);
    return typeof found === 'object' ? found.type : '';
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void editor.save();
      }}
    >
      <div class="row">
        <h3 class="id">{id}</h3>
        <small class="faint push">{fill(t().version, { version: form.read.version })}</small>
      </div>
      <label class="stacked">
        <span>{t().type}</span>
        <select
          value={type}
          disabled={!mayWrite}
          onChange={(event) => editor.change({ type: event.currentTarget.value as WebChannelType })}
        >
          {webTypes().map((one) => (
            <option key={one} value={one}>
              {nameType(one)}
            </option>
          ))}
        </select>
      </label>
      <h4>{t().settingsView.allowed}</h4>
      <NameList
        names={attributes.allowed.map(nameOf)}
        isReadOnly={!mayWrite}
        onNames={(names) =>
          allow(names.map((name) => attributes.allowed.find((one) => nameOf(one) === name) ?? { name, type: 'string' }))
        }
        beside={(name) => (
          <select
            aria-label={`${t().type}: ${name}`}
            value={typeOf(name)}
            disabled={!mayWrite}
            onChange={(event) => {
              const chosen = valueTypes.find((one) => one === event.currentTarget.value);
              allow(
                attributes.allowed.map((one) =>
                  nameOf(one) === name ? (chosen === undefined ? name : { name, type: chosen }) : one,
                ),
              );
            }}
          >
            <option value="">{t().settingsView.anyType}</option>
            {valueTypes.map((one) => (
              <option key={one} value={one}>
                {t().settingsView.types[one]}
              </option>
            ))}
          </select>
        )}
      />
      {attributes.allowed
        .map(nameOf)
        .filter(looksPersonal)
        .map((name) => (
          <p key={name} class="note warning" role="status">
            {fill(t().settingsView.personalChannel, { name })}
          </p>
        ))}
      <Trouble error={error} />
      {form.theirs && (
        <section class="conflict" role="alert" aria-label={t().one.conflict}>
          <p>{fill(t().settingsView.conflict, { version: form.theirs.version })}</p>
          <p>
            <strong>{t().settingsView.theirs}:</strong>{' '}
            {form.theirs.attributes.allowed.map(nameOf).join(', ') || t().none}
          </p>
          <ConflictChoice theirs={form.theirs.version} editor={editor} />
        </section>
      )}
      {mayWrite && !form.theirs && <SaveRow editor={editor} />}
      {!mayWrite && <p class="faint">{t().settingsView.readOnly}</p>}
    </form>
  );
}

function nameOf(allowed: AllowedAttribute): string {
  return typeof allowed === 'string' ? allowed : allowed.name;
}
