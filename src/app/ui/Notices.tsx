// What the page has to say: refusals, losses, errors. Each can be put away.
import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import { useExplorer, usePage } from '../state/ExplorerContext.ts';
import type { Notice } from '../state/store.ts';
import styles from './Notices.module.css';

const icons = { info: Info, warning: TriangleAlert, error: CircleAlert };

function Line({ notice, onDismiss }: { notice: Notice; onDismiss: () => void }) {
  const Icon = icons[notice.tone];
  return (
    <div className={styles[notice.tone]} role={notice.tone === 'error' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden="true" />
      <div className={styles.text}>
        <p>{notice.text}</p>
        {notice.detail && (
          <details>
            <summary>Details</summary>
            <pre>{notice.detail}</pre>
          </details>
        )}
      </div>
      <button type="button" className={styles.dismiss} onClick={onDismiss} aria-label="Put this notice away">
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

export function Notices() {
  const explorer = useExplorer();
  const notices = usePage((state) => state.notices);
  return (
    <div className={styles.notices}>
      {notices.map((notice) => (
        <Line key={notice.id} notice={notice} onDismiss={() => explorer.dismiss(notice.id)} />
      ))}
    </div>
  );
}
