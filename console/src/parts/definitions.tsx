import type { AttributeDefinition } from '@conversation-attributes/client';
import { useDesk } from '../context.ts';
import { usePolled } from '../poll.ts';
import { fill, t } from '../texts.ts';
import { Trouble } from './trouble.tsx';

/** The names that have rules, with what the rules say. They are changed over the API. */
export function Definitions() {
  const { api } = useDesk();
  const { answer, error } = usePolled(() => api.attributeDefinitions(), 0, 'definitions');
  if (answer === undefined) return error === undefined ? <p class="faint">{t().loading}</p> : <Trouble error={error} />;
  if (answer.length === 0) return <p class="faint">{t().none}</p>;
  const { definitions: texts } = t();
  return (
    // It may be wider than the screen: the keyboard can scroll it too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to take the focus
    <section class="scroll" tabIndex={0} aria-label={texts.table}>
      <table class="list rules">
        <thead>
          <tr>
            <th scope="col">{texts.name}</th>
            <th scope="col">{t().type}</th>
            <th scope="col">{texts.readers}</th>
            <th scope="col">{texts.mask}</th>
            <th scope="col">{texts.writers}</th>
            <th scope="col" class="number">
              {texts.days}
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.map((one) => (
            <Definition key={one.name} definition={one} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Definition({ definition }: { readonly definition: AttributeDefinition }) {
  const { name, description, aliases = [], secured = false, searchable = false } = definition;
  const { readers, writers, mask, retentionDays } = definition;
  const { definitions: texts } = t();
  return (
    <tr>
      <td>
        <span class="id">{name}</span> {secured && <span class="tag">{texts.secured}</span>}{' '}
        {searchable && <span class="tag">{texts.searchable}</span>}
        {aliases.length > 0 && <p class="hint">{fill(texts.aliases, { names: aliases.join(', ') })}</p>}
        {description !== undefined && <p class="hint">{description}</p>}
      </td>
      <td>{describeType(definition)}</td>
      <td>{describeCallers(readers)}</td>
      <td>{mask === undefined ? <Nothing /> : texts.masks[mask]}</td>
      <td>{describeCallers(writers)}</td>
      <td class="number">{retentionDays ?? <Nothing />}</td>
    </tr>
  );
}

function Nothing() {
  return <span class="faint">–</span>;
}

function describeType({ type, values = [], maxBytes }: AttributeDefinition): string {
  const { definitions: texts, settingsView } = t();
  const named = type === undefined ? settingsView.anyType : texts.types[type];
  const size = maxBytes === undefined ? '' : `, ${fill(texts.maxBytes, { bytes: maxBytes })}`;
  return `${named}${values.length > 0 ? `: ${values.join(', ')}` : ''}${size}`;
}

/** Who is meant: everybody where nobody is listed by a rule, nobody where the rule lists none. */
function describeCallers(callers: AttributeDefinition['readers']): string {
  const { definitions: texts } = t();
  if (callers === undefined) return texts.everybody;
  const { clients = [], scopes = [], queues = [] } = callers;
  const groups = [
    [texts.clients, clients],
    [texts.scopes, scopes],
    [texts.queues, queues],
  ] as const;
  const said = groups.filter(([, some]) => some.length > 0).map(([what, some]) => `${what} ${some.join(', ')}`);
  return said.join('; ') || texts.nobody;
}
