/** Whether a URL's `hostname` is this machine itself: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.toLowerCase();
  if (host === 'localhost') return true;
  return host === '[::1]' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
