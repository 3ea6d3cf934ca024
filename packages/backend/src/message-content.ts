import type { RevokedContent, SendableContent } from '@latchkey/core/driver'
import { assertBytes, assertCount, assertRule, contractLimits, type BackendLimits } from './limits.js'

/** Refuses what is too large or blank. */
export function assertContent(content: SendableContent, limits: BackendLimits): void {
  switch (content.type) {
    case 'text':
      assertRule('content.text', 'not blank', content.text.trim() !== '')
      assertBytes('maxTextBytes', content.text, limits.maxTextBytes)
      return
    case 'custom':
      assertCount('content.subType', content.subType, 0, contractLimits.customSubType)
      assertBytes('maxTextBytes', content.payload, limits.maxTextBytes)
      assertBytes('searchedText', content.searchedText ?? '', contractLimits.extendedDataBytes)
  }
}

export function isSameContent(one: SendableContent | RevokedContent, other: SendableContent): boolean {
  if (one.type === 'revoked') return false
  if (one.type === 'text') return other.type === 'text' && one.text === other.text
  return (
    other.type === 'custom' &&
    one.subType === other.subType &&
    one.payload === other.payload &&
    one.searchedText === other.searchedText
  )
}
