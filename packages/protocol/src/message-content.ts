import type { BackendContent } from '@latchkey/core/driver'
import * as v from 'valibot'
import { clientMadeID, identifier, integer, text, time, userID } from './bounded-values.js'
import type { Schema } from './validation.js'
import { wireLimits } from './wire-limits.js'

const textContent = v.object({ type: v.literal('text'), text: text(wireLimits.maxTextBytes) })

const customContent = v.object({
  type: v.literal('custom'),
  subType: integer(0, 200),
  payload: text(wireLimits.maxTextBytes),
  searchedText: v.exactOptional(text(wireLimits.maxExtendedDataBytes)),
})

const revokedContent = v.object({ type: v.literal('revoked'), operatorUserID: userID, revokeTime: time })

const deletedContent = v.object({ type: v.literal('deleted') })

const fileContent = v.object({
  type: v.literal('file'),
  fileName: v.pipe(text(wireLimits.maxNameBytes), v.minLength(1)),
  mimeType: text(wireLimits.maxMimeTypeBytes),
  fileSize: integer(0),
  fileID: clientMadeID,
})

const kindName = identifier(64)

const unsupportedContent = v.object({
  type: v.literal('unsupported'),
  originalType: kindName,
  original: text(wireLimits.maxUnsupportedContentBytes),
})

// A kind that a newer version may send. It becomes `unsupported` and is kept whole, so that a newer client can show it.
const unknownContent = v.pipe(
  v.looseObject({ type: kindName }),
  v.check((content) => isNestedAtMost(content, wireLimits.maxUnsupportedContentDepth)),
  v.transform((content) => ({
    type: 'unsupported' as const,
    originalType: content.type,
    original: JSON.stringify(content),
  })),
  unsupportedContent,
)

/** What a client may send: the text is not blank. */
export const sendableContent = v.variant('type', [
  v.object({
    type: v.literal('text'),
    text: v.pipe(
      text(wireLimits.maxTextBytes),
      v.check((value) => value.trim() !== ''),
    ),
  }),
  customContent,
  fileContent,
])

/** What a message may hold. A known kind must be whole; an unknown one is kept as `unsupported`. */
export const messageContent = v.lazy((input): Schema<BackendContent> => {
  switch (kindOf(input)) {
    case 'text':
      return textContent
    case 'custom':
      return customContent
    case 'revoked':
      return revokedContent
    case 'deleted':
      return deletedContent
    case 'file':
      return fileContent
    case 'unsupported':
      return unsupportedContent
    default:
      return unknownContent
  }
})

function kindOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined
}

function isNestedAtMost(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((part) => isNestedAtMost(part, depth - 1))
}
