import type { Platform } from '../contract/platform.js'

/** A UUIDv7 (RFC 9562): unique, and roughly in the order of creation by the device's clock. */
export function createIdentifier(platform: Platform): string {
  const time = Math.max(0, Math.floor(platform.clock.now())).toString(16).padStart(12, '0').slice(-12)
  let random = ''
  for (const byte of platform.random.bytes(10)) random += (0x100 | byte).toString(16).slice(1)
  // The version, and the two bits of the variant.
  const variant = '89ab'[Number.parseInt(random.slice(4, 5), 16) & 3] ?? ''
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${variant}${random.slice(5, 8)}-${random.slice(8)}`
}

/**
 * The identifier that is `index` (0 or more) further than `identifier`: for a call that makes one for each entry of a list, and
 * makes the same ones again when it is repeated.
 */
export function identifierAfter(identifier: string, index: number): string {
  const start = identifier.length - 12
  const last = (Number.parseInt(identifier.slice(start), 16) + index) % 0x1_0000_0000_0000
  return identifier.slice(0, start) + last.toString(16).padStart(12, '0')
}
