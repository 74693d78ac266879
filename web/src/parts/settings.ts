/** What one chose stays chosen, where the browser lets a page keep anything (a file opened from a disk may not). */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`kg.${key}`);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`kg.${key}`, value);
  } catch {
    // It holds until the page is closed.
  }
}
