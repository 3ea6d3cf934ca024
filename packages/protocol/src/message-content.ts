import * as v from './schema.js'
import { clientMadeID, degrees, identifier, integer, list, text, time, userID } from './bounded-values.js'
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

const fileEntries = {
  fileName: text(wireLimits.maxNameBytes, 1),
  mimeType: text(wireLimits.maxMimeTypeBytes),
  fileSize: integer(0),
  fileID: clientMadeID,
}
const pictureSide = integer(1, wireLimits.maxPictureSide)
const sizeEntries = {
  width: pictureSide,
  height: pictureSide,
  thumbhash: v.optional(text(wireLimits.maxThumbhashBytes)),
}
const durationEntries = { durationMs: integer(0, wireLimits.maxRecordingMs) }

/** The kinds that are bounded alike wherever they come from, and may be parts of others. */
const itemKinds = {
  custom: customContent,
  file: v.object({ type: v.oneOf('file'), ...fileEntries }),
  image: v.object({ type: v.oneOf('image'), ...fileEntries, ...sizeEntries }),
  audio: v.object({ type: v.oneOf('audio'), ...fileEntries, ...durationEntries }),
  video: v.object({ type: v.oneOf('video'), ...fileEntries, ...sizeEntries, ...durationEntries }),
  location: v.object({
    type: v.oneOf('location'),
    latitude: degrees(90),
    longitude: degrees(180),
    title: text(wireLimits.maxNameBytes),
    address: text(wireLimits.maxExtendedDataBytes),
  }),
}

/* @__NO_SIDE_EFFECTS__ */ function multiple<Item extends { readonly type: string }>(item: v.Schema<Item>) {
  const items = v.checked(
    list(item, wireLimits.maxItems, 1),
    'attached_items',
    (found) => found.filter((part) => 'fileID' in part).length <= wireLimits.maxAttachedItems,
  )
  return v.object({ type: v.oneOf('multiple'), itemList: items })
}

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

const filledText = v.object({
  type: v.oneOf('text'),
  text: v.checked(text(wireLimits.maxTextBytes), 'not_blank', (value) => value.trim() !== ''),
})
const sendableItems = { ...itemKinds, text: filledText }

/** What a client may send: the text is not blank. */
export const sendableContent = v.variant({ ...sendableItems, multiple: multiple(v.variant(sendableItems)) })

/** Messages that were put together; what they are is told apart. */
const combineContent = v.object({
  type: v.oneOf('combine'),
  title: text(wireLimits.maxCombineTitleBytes, 1),
  summary: text(wireLimits.maxCombineSummaryBytes),
  itemCount: integer(1, wireLimits.maxListLength),
})

/** What a client may send, messages put together too. */
export const sentContent = v.variant({
  ...sendableItems,
  multiple: multiple(v.variant(sendableItems)),
  combine: combineContent,
})

const items = { ...itemKinds, text: textContent }
const multipleContent = multiple(v.variant(items))
const parts = v.object({ itemList: list(typed, wireLimits.maxItems) })

// With a part that a newer version may send, all of it is kept for one that knows the part.
const multipleOfAny = (content: unknown) =>
  parts(content).itemList.every(({ type }) => Object.hasOwn(items, type))
    ? multipleContent(content)
    : unknownContent(content)

/** What a message may hold. A known kind must be whole; an unknown one is kept as `unsupported`. */
export const messageContent = v.variant(
  {
    ...items,
    multiple: multipleOfAny,
    combine: combineContent,
    revoked: revokedContent,
    deleted: deletedContent,
    unsupported: unsupportedContent,
  },
  unknownContent,
)

/** What a message in a combined one may hold. */
export const combinedContent = v.variant({ ...items, multiple: multipleContent, combine: combineContent })

function isNestedAtMost(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((part) => isNestedAtMost(part, depth - 1))
}
