import * as v from './schema.js'
import { clientMadeID, identifier, integer, text, time, userID } from './bounded-values.js'
import { wireLimits } from './wire-limits.js'

const textContent = v.object({ type: v.oneOf('text'), text: text(wireLimits.maxTextBytes) })

const customContent = v.object({
  type: v.oneOf('custom'),
  subType: integer(0, 200),
  payload: text(wireLimits.maxTextBytes),
  searchedText: v.optional(text(wireLimits.maxExtendedDataBytes)),
})

const revokedContent = v.object({ type: v.oneOf('revoked'), operatorUserID: userID, revokeTime: time })

const deletedContent = v.object({ type: v.oneOf('deleted') })

const fileContent = v.object({
  type: v.oneOf('file'),
  fileName: text(wireLimits.maxNameBytes, 1),
  mimeType: text(wireLimits.maxMimeTypeBytes),
  fileSize: integer(0),
  fileID: clientMadeID,
})

const kindName = identifier(64)
const typed = v.object({ type: kindName })

const unsupportedContent = v.object({
  type: v.oneOf('unsupported'),
  originalType: kindName,
  original: text(wireLimits.maxUnsupportedContentBytes),
})

// A kind that a newer version may send. It becomes `unsupported` and is kept whole, so that a newer client can show it.
const unknownContent = (content: unknown) => {
  const { type } = typed(content)
  if (!isNestedAtMost(content, wireLimits.maxUnsupportedContentDepth)) throw new v.Breach('depth')
  return unsupportedContent({ type: 'unsupported', originalType: type, original: JSON.stringify(content) })
}

/** What a client may send: the text is not blank. */
export const sendableContent = v.variant({
  text: v.object({
    type: v.oneOf('text'),
    text: v.checked(text(wireLimits.maxTextBytes), 'not_blank', (value) => value.trim() !== ''),
  }),
  custom: customContent,
  file: fileContent,
})

/** What a message may hold. A known kind must be whole; an unknown one is kept as `unsupported`. */
export const messageContent = v.variant(
  {
    text: textContent,
    custom: customContent,
    revoked: revokedContent,
    deleted: deletedContent,
    file: fileContent,
    unsupported: unsupportedContent,
  },
  unknownContent,
)

function isNestedAtMost(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((part) => isNestedAtMost(part, depth - 1))
}
