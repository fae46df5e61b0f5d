// Asking before something that cannot be taken back, or that others will notice. It names the effect.
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useRef,
  useState,
} from "react";

const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

export interface Question {
  title: string;
  /** What will happen, in figures where there are some. */
  effect: ReactNode;
  /** What the button says. */
  action: string;
  danger?: boolean;
  /** A name to type first. */
  typed?: string;
}

const Context = createContext<(question: Question) => Promise<boolean>>(async () => false);

/** Gives a function that asks and tells whether to go on. */
export const useConfirm = () => useContext(Context);

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [opened, setOpened] = useState(false);
  const asked = useRef(0);
  const answer = useRef<(yes: boolean) => void>(() => {});

  const ask = useCallback((next: Question) => {
    asked.current += 1;
    setQuestion(next);
    setOpened(true);
    return new Promise<boolean>((resolve) => {
      answer.current = resolve;
    });
  }, []);

  const close = (yes: boolean) => {
    setOpened(false);
    answer.current(yes);
  };

  return (
    <Context.Provider value={ask}>
      {children}
      <Suspense>
        {question && <ConfirmDialog key={asked.current} question={question} opened={opened} close={close} />}
      </Suspense>
    </Context.Provider>
  );
}
