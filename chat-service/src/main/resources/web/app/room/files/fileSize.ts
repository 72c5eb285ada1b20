const UNITS = ['bytes', 'KB', 'MB', 'GB'];
const STEP = 1024;

/** A size for people: `812 bytes`, `3.4 MB`. */
export function fileSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}
