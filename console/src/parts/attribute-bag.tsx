import type { AttributeChanges, Attributes, Json } from '@conversation-attributes/client';
import { useId, useState } from 'preact/hooks';
import { type Bag, useBagEditor, type Versioned } from '../bag-editor.ts';
import type { Change } from '../rules/changes.ts';
import { formatValue, kindOf, readValue, type ValueKind } from '../rules/values.ts';
import { fill, t } from '../texts.ts';
import { ConflictPanel } from './conflict-panel.tsx';
import { Trouble } from './trouble.tsx';
import { Value } from './value.tsx';

/** What a bag is shown with. */
export interface AttributeBagProps {
  /** Names it to those who do not see it. */
  readonly label: string;
  readonly shown: Versioned;
  /** Where it is written. @default it is only shown */
  readonly bag?: Bag | undefined;
  /** What has changed since the last look. */
  readonly changes?: ReadonlyMap<string, Change>;
  /** The names that stay after the end. */
  readonly stays?: ReadonlySet<string>;
  /** Names that are offered for a new attribute. @default those that stay */
  readonly suggested?: ReadonlySet<string>;
  /** Told of what was written. */
  readonly onSaved?: (changes: AttributeChanges) => void;
}

/** Attributes as a table, to be edited in place. */
export function AttributeBag({ label, shown, bag, changes = new Map(), stays, suggested, onSaved }: AttributeBagProps) {
  const { attributes } = shown;
  const editor = useBagEditor(bag ?? readOnly, shown, (written) => onSaved?.(written));
  const [editing, setEditing] = useState<string>();
  const draft = editor.changes;
  const names = listNames(attributes, draft, changes);
  const drafts = Object.keys(draft).length;
  return (
    <div class="bag">
      {names.length === 0 && <p class="faint">{t().one.noAttributes}</p>}
      {names.length > 0 && (
        <table aria-label={label}>
          <tbody>
            {names.map((name) => {
              const isDraft = Object.hasOwn(draft, name);
              return editing === name ? (
                <EditedLine
                  key={name}
                  name={name}
                  value={isDraft ? draft[name] : attributes[name]}
                  onDone={(value) => {
                    if (value !== undefined) editor.change(name, value);
                    setEditing(undefined);
                  }}
                />
              ) : (
                <Line
                  key={name}
                  name={name}
                  value={isDraft ? draft[name] : attributes[name]}
                  isDraft={isDraft}
                  change={changes.get(name)}
                  stays={stays?.has(name) === true}
                  onEdit={bag && (() => setEditing(name))}
                  onRemove={() => editor.change(name, Object.hasOwn(attributes, name) ? null : undefined)}
                  onUndo={() => editor.change(name, undefined)}
                />
              );
            })}
          </tbody>
        </table>
      )}
      {bag && (
        <AddLine
          taken={(name) => Object.hasOwn(attributes, name) || Object.hasOwn(draft, name)}
          suggested={[...(suggested ?? stays ?? [])].filter((name) => !Object.hasOwn(attributes, name))}
          onAdd={editor.change}
        />
      )}
      {editor.clashes.length > 0 && <ConflictPanel clashes={editor.clashes} onResolve={editor.resolve} />}
      <Trouble error={editor.error} />
      {drafts > 0 && editor.clashes.length === 0 && (
        <div class="row end">
          <span class="faint push">{fill(t().one.drafts, { count: drafts })}</span>
          <button type="button" class="quiet" onClick={editor.discard}>
            {t().discard}
          </button>
          <button type="button" class="primary" disabled={editor.isSaving} onClick={() => void editor.save()}>
            {t().save}
          </button>
        </div>
      )}
      {editor.wasMerged && (
        <p class="good" role="status">
          {t().one.merged}
        </p>
      )}
    </div>
  );
}

const readOnly: Bag = {
  read: () => Promise.reject(new Error('This is only shown.')),
  write: () => Promise.reject(new Error('This is only shown.')),
};

/** Those that are there, then those that are to be, and those that were at the last look, in one order. */
function listNames(attributes: Attributes, draft: AttributeChanges, changes: ReadonlyMap<string, Change>) {
  return [...new Set([...Object.keys(attributes), ...Object.keys(draft), ...changes.keys()])].sort();
}

interface LineProps {
  readonly name: string;
  readonly value: Json | undefined;
  readonly isDraft: boolean;
  readonly change: Change | undefined;
  readonly stays: boolean;
  readonly onEdit: (() => void) | undefined;
  readonly onRemove: () => void;
  readonly onUndo: () => void;
}

function Line({ name, value, isDraft, change, stays, onEdit, onRemove, onUndo }: LineProps) {
  const isGone = value === undefined || value === null;
  return (
    <tr class={isDraft ? 'draft' : change}>
      <th scope="row">
        {name}
        {stays && (
          <span class="tag" title={t().one.staysHint}>
            {t().one.stays}
          </span>
        )}
      </th>
      <td>
        {isGone ? <del>{t().one.removed}</del> : <Value value={value} />}
        {change && !isDraft && !isGone && <span class="tag news">{t().one[change]}</span>}
      </td>
      {onEdit && (
        <td class="actions">
          {isDraft && <IconButton icon="↶" label={fill(t().undo, { name })} onClick={onUndo} />}
          {!isDraft && !isGone && <IconButton icon="✕" label={fill(t().remove, { name })} onClick={onRemove} />}
          {!isGone && <IconButton icon="✎" label={fill(t().edit, { name })} onClick={onEdit} />}
        </td>
      )}
    </tr>
  );
}

function IconButton({ icon, label, onClick }: { icon: string; label: string; onClick: () => void }) {
  return (
    <button type="button" class="icon" aria-label={label} title={label} onClick={onClick}>
      <span aria-hidden="true">{icon}</span>
    </button>
  );
}

function EditedLine({
  name,
  value,
  onDone,
}: {
  readonly name: string;
  readonly value: Json | undefined;
  readonly onDone: (value: Json | undefined) => void;
}) {
  return (
    <tr class="edited">
      <th scope="row">{name}</th>
      <td colSpan={2}>
        <ValueForm label={name} value={value} onCancel={() => onDone(undefined)} onValue={onDone} />
      </td>
    </tr>
  );
}

function ValueForm({
  label,
  value,
  onValue,
  onCancel,
}: {
  readonly label: string;
  readonly value: Json | undefined;
  readonly onValue: (value: Json) => void;
  readonly onCancel: () => void;
}) {
  const [typed, setTyped] = useState(value === undefined || value === null ? '' : formatValue(value));
  const [kind, setKind] = useState<ValueKind>(kindOf(value ?? undefined));
  const read = readValue(typed, kind);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (read !== undefined) onValue(read);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <input
        ref={focus}
        class="grow"
        aria-label={fill(t().edit, { name: label })}
        aria-invalid={read === undefined}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <KindSelect kind={kind} onKind={setKind} />
      <button type="submit" disabled={read === undefined} title={read === undefined ? t().notJson : undefined}>
        OK
      </button>
      <button type="button" class="quiet" onClick={onCancel}>
        {t().cancel}
      </button>
    </form>
  );
}

function focus(input: HTMLInputElement | null): void {
  input?.focus();
}

function KindSelect({ kind, onKind }: { readonly kind: ValueKind; readonly onKind: (kind: ValueKind) => void }) {
  return (
    <select
      aria-label={t().type}
      value={kind}
      onChange={(event) => onKind(event.currentTarget.value === 'json' ? 'json' : 'text')}
    >
      <option value="text">{t().asText}</option>
      <option value="json">{t().asJson}</option>
    </select>
  );
}

function AddLine({
  taken,
  suggested,
  onAdd,
}: {
  readonly taken: (name: string) => boolean;
  readonly suggested: readonly string[];
  readonly onAdd: (name: string, value: Json) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [typed, setTyped] = useState('');
  const [kind, setKind] = useState<ValueKind>('text');
  const list = useId();
  if (!isOpen) {
    return (
      <button type="button" class="quiet" onClick={() => setOpen(true)}>
        + {t().addAttribute}
      </button>
    );
  }
  const value = readValue(typed, kind);
  const isTaken = taken(name);
  const close = () => {
    setOpen(false);
    setName('');
    setTyped('');
  };
  return (
    <form
      class="row wrap"
      onSubmit={(event) => {
        event.preventDefault();
        if (value === undefined || name === '' || isTaken) return;
        onAdd(name, value);
        close();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <input
        ref={focus}
        list={list}
        placeholder={t().name}
        aria-label={t().name}
        value={name}
        size={14}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <datalist id={list}>
        {suggested.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <input
        class="grow"
        placeholder={t().value}
        aria-label={t().value}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <KindSelect kind={kind} onKind={setKind} />
      <button type="submit" disabled={value === undefined || name === '' || isTaken}>
        {t().add}
      </button>
      <button type="button" class="quiet" onClick={close}>
        {t().cancel}
      </button>
      {isTaken && <small class="bad">{t().nameTaken}</small>}
      {value === undefined && <small class="bad">{t().notJson}</small>}
    </form>
  );
}
