import type { AccessToken, ConversationAttributes } from '@conversation-attributes/client';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What every view works with. */
export interface Desk {
  readonly api: ConversationAttributes;
  /** What the person may do. */
  readonly rights: AccessToken;
  /** What the issuer calls the person. @default it does not say */
  readonly person: string | undefined;
  /** Whether the person has a scope. */
  readonly may: (scope: string) => boolean;
}

const DeskContext = createContext<Desk | undefined>(undefined);

/** Gives the views below it what they work with. */
export const DeskProvider = DeskContext.Provider;

/** What the view works with. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === undefined) throw new Error('A view is shown to somebody who is signed in.');
  return desk;
}
