import type { TokenReader } from '@latchkey/core/driver'
import { openEnvelope } from './envelope.js'

/**
 * Reads what a device can read of a ZIM token (version 04): when it says that it ends. Whose it is and whether it is genuine only the server can
 * tell, which has the secret. So offline only the token that the backend last accepted here passes (OL-07).
 */
export function zimTokenReader(): TokenReader {
  return {
    contractVersion: 1,
    name: 'zim',
    read(token) {
      const envelope = openEnvelope(token)
      return envelope && { expiresAt: envelope.expiresAtSeconds * 1_000 }
    },
    async verify() {
      return false
    },
  }
}
