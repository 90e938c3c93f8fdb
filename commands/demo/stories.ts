import { playCall } from './call.ts';
import type { Enter } from './cast.ts';
import type { Teller } from './teller.ts';
import { playWebchat } from './webchat.ts';
import { playWrapup } from './wrapup.ts';

/** A story that the demo plays. */
interface Story {
  /** What it is about, as a sentence begins. */
  readonly about: string;
  /** @throws AssertionError at the first answer that is not the expected one. */
  readonly play: (teller: Teller, enter: Enter) => Promise<void>;
}

/** The stories by their names; the first is played where none is named. */
export const stories = {
  call: { about: 'One call', play: playCall },
  webchat: { about: "A website's chat", play: playWebchat },
  wrapup: { about: 'What is kept of a call', play: playWrapup },
} as const satisfies Readonly<Record<string, Story>>;

/** Whether there is a story of this name. */
export function isStory(name: string): name is keyof typeof stories {
  return Object.hasOwn(stories, name);
}
