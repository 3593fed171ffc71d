// The sheet of keys, made from their list.
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { Fragment, useRef } from 'react';
import { useStore } from 'zustand';
import { capsOf, keyPlaces, type KeyLine, type KeyPlace } from './keys.ts';
import { letterKeys, setLetterKeys } from './letterKeys.ts';
import card from '../ui/card.module.css';
import styles from './HelpSheet.module.css';

const mac = /Mac|iP(hone|ad|od)/.test(navigator.platform);

function Line({ keys, does }: KeyLine) {
  return (
    <div className={styles.line}>
      <dt>
        {keys.map((key, k) => (
          <Fragment key={key}>
            {k > 0 && <span className="visually-hidden"> or </span>}
            <span className={styles.together}>
              {capsOf(key, mac).map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </span>
          </Fragment>
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}

export default function HelpSheet({ onClose }: { onClose: () => void }) {
  // There may have been no button to it: the key works from anywhere.
  const opener = useRef(document.activeElement);
  const goBack = (event: Event) => {
    event.preventDefault();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const letters = useStore(letterKeys, (state) => state.on);
  return (
    <Dialog.Root defaultOpen onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={`${card.card} ${styles.sheet}`} aria-describedby={undefined} onCloseAutoFocus={goBack}>
          <div className={card.head}>
            <Dialog.Title asChild>
              <h2>Keys of this page</h2>
            </Dialog.Title>
            <Dialog.Close className={card.close} aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className={styles.places}>
            {Object.values(keyPlaces as Readonly<Record<string, KeyPlace>>).map(({ place, lines }) => (
              <section key={place} className={styles.place}>
                <h3>{place}</h3>
                <dl>
                  {lines.map((line) => (
                    <Line key={line.does} {...line} />
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <label className={styles.letters}>
            <input type="checkbox" checked={letters} onChange={({ target }) => setLetterKeys(target.checked)} /> Keys of a single letter work
          </label>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
