// Where a file goes that is made piece by piece: straight to the disk where the browser can, else through memory as a download.
// Knows nothing of what is in it.

export interface FileSink {
  write(piece: Uint8Array): Promise<void>;
  /** The file is whole. */
  close(): Promise<void>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

interface Writable {
  write(piece: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** The File System Access API, as far as it is used; some browsers have none of it. */
interface Pickers {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<Writable> }>;
}

/** A download of the browser's own; the link holds the bytes for a moment after the click. */
function download(name: string, parts: BlobPart[]) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function memorySink(name: string): FileSink {
  const parts: BlobPart[] = [];
  return {
    write: async (piece) => void parts.push(new Blob([piece as Uint8Array<ArrayBuffer>])),
    close: async () => download(name, parts),
    abort: async () => void (parts.length = 0),
  };
}

/** Asks where to save; null when the visitor thinks better of it. Call it from a click. */
export async function openSink(name: string, pickers: Pickers = window as Pickers): Promise<FileSink | null> {
  if (!pickers.showSaveFilePicker) return memorySink(name);
  try {
    const file = await pickers.showSaveFilePicker({ suggestedName: name });
    return await file.createWritable();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    // Refused here (in a frame, or too long after the click): the way that always works.
    return memorySink(name);
  }
}

export function downloadFile(name: string, content: Uint8Array | Blob | string) {
  download(name, [content as BlobPart]);
}
