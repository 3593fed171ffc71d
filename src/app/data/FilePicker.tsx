// A button that opens the browser's chooser of files, or of a folder.
import type { LucideIcon } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';

interface FilePickerProps {
  icon: LucideIcon;
  /** Of the chooser, for those who do not see the button. */
  label: string;
  testId: string;
  accept?: string;
  /** A folder with all that is in it, instead of files. */
  folder?: boolean;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

export function FilePicker({ icon, label, testId, accept, folder = false, multiple = false, onFiles, children }: FilePickerProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={icon} onClick={() => picker.current?.click()}>
        {children}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        aria-label={label}
        data-testid={testId}
        {...(folder && { webkitdirectory: '' })}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same files again are a change too.
          target.value = '';
        }}
      />
    </>
  );
}
