import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { SessionEnded } from './session.ts';

/** What was read last, and how it is. */
export interface Polled<Answer> {
  readonly answer: Answer | undefined;
  /** Why the last attempt failed; what was read before is still there. */
  readonly error: unknown;
  /** Whether it is waiting for the first answer. */
  readonly isLoading: boolean;
  /** Reads now. */
  readonly refresh: () => Promise<void>;
}

/**
 * Reads again and again while the page is seen, and at once when it is seen again.
 *
 * @param read - the last one wins, whatever the order of the answers
 * @param milliseconds - between two reads; 0 reads once
 * @param about - what is read: when it changes, what was read before is dropped
 */
export function usePolled<Answer>(read: () => Promise<Answer>, milliseconds: number, about: string): Polled<Answer> {
  const [state, setState] = useState<{ about: string; answer?: Answer; error?: unknown }>({ about });
  const current = useRef({ read, turn: 0 });
  current.current.read = read;

  const refresh = useCallback(async () => {
    const turn = ++current.current.turn;
    const isLast = () => turn === current.current.turn;
    try {
      const answer = await current.current.read();
      if (isLast()) setState({ about, answer });
    } catch (error) {
      // Said once, by the whole page.
      if (error instanceof SessionEnded || !isLast()) return;
      setState((before) => ({ ...(before.about === about ? before : { about }), error }));
    }
  }, [about]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const turn = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      await refresh();
      if (isOver || milliseconds === 0) return;
      clearTimeout(timer);
      timer = setTimeout(() => void turn(), milliseconds);
    };
    const wake = () => void turn();
    void turn();
    document.addEventListener('visibilitychange', wake);
    addEventListener('online', wake);
    addEventListener('signed-in', wake);
    return () => {
      isOver = true;
      current.current.turn++;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
      removeEventListener('online', wake);
      removeEventListener('signed-in', wake);
    };
  }, [refresh, milliseconds]);

  const isOwn = state.about === about;
  const answer = isOwn ? state.answer : undefined;
  const error = isOwn ? state.error : undefined;
  return { answer, error, isLoading: answer === undefined && error === undefined, refresh };
}

/** The time, in epoch milliseconds, anew every few seconds: for ages. */
export function useNow(milliseconds = 5_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
  return now;
}
