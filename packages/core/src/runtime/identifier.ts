import type { Platform } from '../contract/platform.js'

/** A UUIDv7 (RFC 9562): unique, and roughly in the order of creation by the device's clock. */
export function createIdentifier(platform: Platform): string {
  const bytes = platform.random.bytes(10)
  const byte = (index: number) => bytes[index] ?? 0
  const hexadecimal = (value: number) => value.toString(16).padStart(2, '0')
  const time = Math.max(0, Math.floor(platform.clock.now())).toString(16).padStart(12, '0').slice(-12)
  const random = [0x70 | (byte(0) & 0x0f), byte(1), 0x80 | (byte(2) & 0x3f), ...[3, 4, 5, 6, 7, 8, 9].map(byte)]
    .map(hexadecimal)
    .join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-${random.slice(0, 4)}-${random.slice(4, 8)}-${random.slice(8)}`
}
