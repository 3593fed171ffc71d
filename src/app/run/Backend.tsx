// What trains and computes here: a badge, and in words what is lost when it is not a GPU through WebGPU.
import { Cpu, Gpu } from 'lucide-react';
import type { BackendInfo } from '../../engine/protocol.ts';
import { usePage } from '../state/ExplorerContext.ts';
import styles from './RunPanel.module.css';

const kinds: Record<BackendInfo['kind'], string> = { webgpu: 'WebGPU', webgl: 'WebGL', cpu: 'CPU' };

function words({ kind, device, software }: BackendInfo): string {
  if (kind === 'cpu') return 'CPU, no GPU in use';
  return software ? `${kinds[kind]} · software adapter` : `${kinds[kind]} · ${device}`;
}

export function BackendBadge() {
  const backend = usePage((state) => state.backend);
  if (!backend) return null;
  const Icon = backend.kind === 'cpu' || backend.software ? Cpu : Gpu;
  return (
    <span className={styles.badge} data-testid="backend" data-kind={backend.kind} data-software={backend.software} title={`In use: ${words(backend)} (${backend.device})`}>
      <Icon size={14} aria-hidden="true" />
      <span className="visually-hidden">In use: </span>
      <span className={styles.device}>{words(backend)}</span>
    </span>
  );
}

export function BackendNotice() {
  const notice = usePage((state) => state.backend?.notice);
  return notice ? <p className={styles.notice} data-testid="backend-notice">{notice}</p> : null;
}
