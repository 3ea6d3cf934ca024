import type { RevokedContent, SendableContent } from '@latchkey/core/driver'
import { assertPrintable } from './identifiers.js'
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
      return
    case 'file':
      assertPrintable('content.fileID', content.fileID)
      assertRule('content.fileName', 'not empty', content.fileName !== '')
      assertBytes('fileName', content.fileName, contractLimits.nameBytes)
      assertBytes('mimeType', content.mimeType, contractLimits.mimeTypeBytes)
  }
}

export function isSameContent(one: SendableContent | RevokedContent, other: SendableContent): boolean {
  if (one.type === 'revoked') return false
  if (one.type === 'text') return other.type === 'text' && one.text === other.text
  if (one.type === 'file') {
    return other.type === 'file' && one.fileID === other.fileID && one.fileName === other.fileName
  }
  return (
    other.type === 'custom' &&
    one.subType === other.subType &&
    one.payload === other.payload &&
    one.searchedText === other.searchedText
  )
}
