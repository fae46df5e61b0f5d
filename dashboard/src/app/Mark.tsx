/** The product's mark: one arrow into one point. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <title>introw</title>
      <rect width="32" height="32" rx="8" fill="#2b4fb0" />
      <path
        d="M8 22V10m0 6h10m0 0-4-4m4 4-4 4"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="23.5" cy="16" r="2.2" fill="#9fe0c8" />
    </svg>
  );
}
