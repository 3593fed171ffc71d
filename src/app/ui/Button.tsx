// A button with an icon and a word.
import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import styles from './controls.module.css';

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  icon?: LucideIcon;
  tone?: 'main' | 'plain' | 'quiet';
}

export function Button({ icon: Icon, tone = 'plain', children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`${styles.button} ${styles[tone]} ${className ?? ''}`} {...rest}>
      {Icon && <Icon size={15} strokeWidth={2} aria-hidden="true" />}
      {children}
    </button>
  );
}
