// A run that was cut off by a reload, a crash or a lost device, offered again.
import { History } from 'lucide-react';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import { Banner } from '../ui/Banner.tsx';
import { Button } from '../ui/Button.tsx';
import { count } from '../ui/format.ts';

export function CutOff() {
  const explorer = useExplorer();
  const run = usePage((state) => (state.status === 'ready' ? state.cutOff : null));
  if (!run) return null;
  return (
    <Banner
      label="A run that was cut off"
      words={`“${run.name}” was cut off after iteration ${count(run.iteration)} of ${count(run.iterations)}. It is kept, and goes on to the same numbers as if nothing had happened.`}
    >
      <Button tone="main" icon={History} onClick={() => void explorer.openRun(run.id, true)}>
        Go on with it
      </Button>
      <Button onClick={() => explorer.leaveCutOff()}>Not now</Button>
    </Banner>
  );
}
