import type { ChannelType, VersionedWebchatSettings, WebChannelType } from '@conversation-attributes/client';
import type { ComponentChildren } from 'preact';
import { useDesk } from '../context.ts';
import { fill, t } from '../texts.ts';
import { nameType } from './badges.tsx';
import { NameList } from './name-list.tsx';
import { PersonalHints } from './personal-hints.tsx';
import { SettingsForm, useSettings } from './settings-form.tsx';
import { Trouble } from './trouble.tsx';

/** The types that a web channel may have. */
function webTypes(): readonly WebChannelType[] {
  const others: ReadonlySet<string> = new Set(['voice', 'callback', 'email', 'task'] satisfies ChannelType[]);
  return Object.keys(t().types).filter((one): one is WebChannelType => !others.has(one));
}

/** A web channel: what its guests may set and have to, and what its conversations keep. */
export function ChannelForm({ id }: { readonly id: string }) {
  const { api, may } = useDesk();
  const mayWrite = may('webchat:write');
  const channel = api.webChannel(id);
  const editor = useSettings<VersionedWebchatSettings>(
    id,
    () => channel.settings(),
    ({ type, attributes: { allowed, required = [] }, savedAttributes = null, retentionDays = null }, version) =>
      channel.patchSettings({ type, attributes: { allowed, required }, savedAttributes, retentionDays, version }),
  );
  const { form, error } = editor;
  if (form === undefined) return error === undefined ? <p class="faint">{t().loading}</p> : <Trouble error={error} />;
  const { own, read, theirs } = form;
  const part = { own, isReadOnly: !mayWrite, change: editor.change };
  return (
    <SettingsForm
      editor={editor}
      mayWrite={mayWrite}
      theirs={theirs?.version}
      describeTheirs={() => theirs?.attributes.allowed.map(nameOf).join(', ') || t().none}
    >
      <div class="row">
        <h3 class="id">{id}</h3>
        <small class="faint push">{fill(t().version, { version: read.version })}</small>
      </div>
      <label class="stacked">
        <span>{t().type}</span>
        <select
          value={own.type}
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
      <Allowed {...part} />
      <Required {...part} />
      <PersonalHints
        names={[...new Set([...own.attributes.allowed, ...(own.attributes.required ?? [])].map(nameOf))]}
        text={t().settingsView.personalChannel}
      />
      <Keeping {...part} />
    </SettingsForm>
  );
}

interface PartProps {
  readonly own: VersionedWebchatSettings;
  readonly isReadOnly: boolean;
  readonly change: (changes: Partial<VersionedWebchatSettings>) => void;
}

const valueTypes = ['string', 'integer', 'number', 'boolean'] as const;

function Allowed({ own: { attributes }, isReadOnly, change }: PartProps) {
  const { allowed } = attributes;
  const allow = (next: typeof allowed) => change({ attributes: { ...attributes, allowed: next } });
  const typeOf = (name: string) => {
    const found = allowed.find((one) => nameOf(one) === name);
    return typeof found === 'object' ? found.type : '';
  };
  return (
    <Group title={t().settingsView.allowed}>
      <NameList
        label={t().settingsView.allowed}
        names={allowed.map(nameOf)}
        isReadOnly={isReadOnly}
        onNames={(names) =>
          allow(names.map((name) => allowed.find((one) => nameOf(one) === name) ?? { name, type: 'string' }))
        }
        beside={(name) => (
          <select
            aria-label={`${t().type}: ${name}`}
            value={typeOf(name)}
            disabled={isReadOnly}
            onChange={(event) => {
              const chosen = valueTypes.find((one) => one === event.currentTarget.value);
              const next = chosen === undefined ? name : { name, type: chosen };
              allow(allowed.map((one) => (nameOf(one) === name ? next : one)));
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
    </Group>
  );
}

function Required({ own: { attributes }, isReadOnly, change }: PartProps) {
  const { required = [] } = attributes;
  const require = (next: typeof required) => change({ attributes: { ...attributes, required: next } });
  const textOf = (name: string) => {
    const found = required.find((one) => nameOf(one) === name);
    return typeof found === 'object' ? found.text : '';
  };
  return (
    <Group title={t().settingsView.required} hint={t().settingsView.requiredHint}>
      <NameList
        label={t().settingsView.required}
        names={required.map(nameOf)}
        isReadOnly={isReadOnly}
        onNames={(names) => require(names.map((name) => required.find((one) => nameOf(one) === name) ?? name))}
        beside={(name) => (
          <input
            class="grow"
            aria-label={fill(t().settingsView.requiredText, { name })}
            placeholder={t().settingsView.requiredTextHint}
            maxLength={256}
            value={textOf(name)}
            readOnly={isReadOnly}
            onInput={(event) => {
              const text = event.currentTarget.value;
              const next = text === '' ? name : { name, text };
              require(required.map((one) => (nameOf(one) === name ? next : one)));
            }}
          />
        )}
      />
    </Group>
  );
}

function Keeping({ own: { savedAttributes, retentionDays }, isReadOnly, change }: PartProps) {
  return (
    <Group title={t().settingsView.ownList} hint={t().settingsView.ownListHint}>
      <label class="check">
        <input
          type="checkbox"
          checked={savedAttributes !== undefined}
          disabled={isReadOnly}
          onChange={(event) =>
            change({
              savedAttributes: event.currentTarget.checked ? [] : undefined,
            } as Partial<VersionedWebchatSettings>)
          }
        />
        {t().settingsView.ownList}
      </label>
      {savedAttributes && (
        <>
          <NameList
            label={t().settingsView.ownList}
            names={savedAttributes}
            isReadOnly={isReadOnly}
            onNames={(names) => change({ savedAttributes: names })}
          />
          <PersonalHints names={savedAttributes} text={t().settingsView.personalKept} />
        </>
      )}
      <label class="stacked">
        <span>{t().settingsView.ownRetention}</span>
        <input
          type="number"
          min={1}
          max={3650}
          value={retentionDays ?? ''}
          placeholder={t().settingsView.asType}
          readOnly={isReadOnly}
          onInput={(event) => {
            const days = event.currentTarget.valueAsNumber;
            change({ retentionDays: Number.isNaN(days) ? undefined : days } as Partial<VersionedWebchatSettings>);
          }}
        />
      </label>
    </Group>
  );
}

function Group({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section aria-label={title}>
      <h4>{title}</h4>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {children}
    </section>
  );
}

function nameOf(one: string | { readonly name: string }): string {
  return typeof one === 'string' ? one : one.name;
}
