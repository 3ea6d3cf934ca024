// Safe integers have at most 16 digits, so the text sorts by byte as the number does.
const digits = 16

/** The `order` of the message with this `messageSeq`. */
export function toOrder(messageSeq: number): string {
  return String(messageSeq).padStart(digits, '0')
}

/** The `messageSeq` that an `order` of this backend stands for; `undefined` when it is none of this backend. */
export function fromOrder(order: string): number | undefined {
  if (!/^\d{16}$/.test(order)) return undefined
  const messageSeq = Number(order)
  return Number.isSafeInteger(messageSeq) ? messageSeq : undefined
}
