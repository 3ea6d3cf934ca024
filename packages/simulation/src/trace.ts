/** What happened, in order. Its hash is what two runs of one seed are compared by. */
export interface Trace {
  note(time: number, who: string, what: string): void
  /** Of everything noted so far. 16 hexadecimal digits. */
  hash(): string
  /** The notes; empty unless they are kept. */
  readonly lines: readonly string[]
}

export function createTrace(isKept: boolean): Trace {
  const lines: string[] = []
  // Two FNV-1a hashes with different primes.
  let low = 0x811c9dc5
  let high = 0x9747b28c

  function add(text: string): void {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      low = Math.imul(low ^ code, 0x01000193)
      high = Math.imul(high ^ code, 0x85ebca6b)
    }
  }

  return {
    note(time, who, what) {
      const line = `${time.toFixed(0).padStart(7)} ${who.padEnd(9)} ${what}`
      add(line)
      if (isKept) lines.push(line)
    },
    hash: () => [high, low].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join(''),
    lines,
  }
}
