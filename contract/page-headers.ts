/**
 * What is sent with every file of the page, by the shell and by the loopback server alike. The page runs its own files
 * and nothing else: data that carries markup or script cannot run, fetch or post even where an escaping failed.
 */
export const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'", // the report, which comes with a policy of its own
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html', // the one policy Svelte makes its templates by
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=(), payment=()',
} as const;

/**
 * What is sent with a run's report.html. Its bytes lie in a package that others may have touched, so it is shown as a
 * stranger: an opaque origin, no script, nothing fetched, its own inline style alone.
 */
export const reportHeaders = {
  ...pageHeaders,
  'content-security-policy': [
    'sandbox',
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; '),
} as const;
