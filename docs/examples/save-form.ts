import { type ConversationAttributes, isRefused } from '@conversation-attributes/client';

/** Saves what an agent has typed, unless the values have changed since the form was filled. */
export async function saveForm(
  api: ConversationAttributes,
  form: { readonly id: string; readonly version: number; readonly changes: Readonly<Record<string, string | null>> },
) {
  const customer = api.conversation(form.id).participant('customer');
  try {
    return { isSaved: true, ...(await customer.patch(form.changes, { version: form.version })) };
  } catch (error) {
    if (!isRefused(error, 'version-conflict')) throw error;
    // Show the agent what is there now, and let them decide.
    return { isSaved: false, ...(await customer.attributes()) };
  }
}
