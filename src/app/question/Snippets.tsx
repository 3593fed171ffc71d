// A program in another language that computes the matrix on show again, to be copied.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Exploration, SnippetLanguage } from '../../engine/protocol.ts';
import { toEngineError } from '../engine/errors.ts';
import { useExplorer } from '../state/ExplorerContext.ts';
import { Button } from '../ui/Button.tsx';
import { Switch } from '../ui/Switch.tsx';
import styles from './Drawers.module.css';

const languages = [
  { value: 'matlab', label: 'MATLAB' },
  { value: 'pytorch', label: 'PyTorch' },
  { value: 'jax', label: 'JAX' },
  { value: 'tensorflow', label: 'TensorFlow' },
] as const;

const axes: Record<SnippetLanguage, string> = {
  matlab: 'MATLAB counts from 1 and by columns: maps are H × W × C × N, kernels h × w × in × out, and the first index runs fastest. The .mat file is in that order already.',
  pytorch: 'PyTorch has maps N × C × H × W and kernels out × in × h × w; the program turns them, so that rows run as H, W, C and kernels as h, w, in, out.',
  jax: 'JAX has no order of its own: maps are N × H × W × C and kernels h × w × in × out here, last index fastest, as in the file.',
  tensorflow: 'TensorFlow has this page’s order: maps N × H × W × C, kernels h × w × in × out, last index fastest.',
};

function CopyButton({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Button icon={copied ? Check : Copy} disabled={text === ''} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
    </Button>
  );
}

/** The program's text; `problem` where there is none. */
function useSnippet(explorationId: number, language: SnippetLanguage): { text: string; problem: string | null } {
  const explorer = useExplorer();
  const [found, setFound] = useState<{ text: string; problem: string | null }>({ text: '', problem: null });
  useEffect(() => {
    let current = true;
    explorer.snippet(explorationId, language).then(
      (text) => current && setFound({ text, problem: null }),
      (error: unknown) => current && setFound({ text: '', problem: toEngineError(error).message }),
    );
    return () => {
      current = false;
    };
  }, [explorer, explorationId, language]);
  return found;
}

export function Snippets({ exploration }: { exploration: Exploration }) {
  const [language, setLanguage] = useState<SnippetLanguage>('matlab');
  const { text, problem } = useSnippet(exploration.id, language);
  return (
    <div className={styles.snippets}>
      <h3>The same matrix elsewhere</h3>
      <div className={styles.line}>
        <Switch label="Language" value={language} options={languages} onChange={setLanguage} />
        <CopyButton key={text} text={text} />
      </div>
      <p className={styles.words}>{axes[language]}</p>
      {problem ? (
        <p className={styles.bad}>{problem}</p>
      ) : (
        <pre className={styles.code} data-testid="snippet" aria-label={`The program in ${language}`} tabIndex={0}>
          {text}
        </pre>
      )}
    </div>
  );
}
