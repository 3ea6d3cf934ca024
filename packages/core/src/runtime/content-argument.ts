import type { ContentItem, SendableContent } from '../contract/message-content.js'
import {
  refuseArgument,
  requireIdentifier,
  requireInteger,
  requireOneOf,
  requireOptions,
  requireText,
} from './argument.js'
import { isAttached } from './content-files.js'
import { utf8ByteLength } from './utf8.js'

/** Looks at one field, and refuses what it must not be. An optional one may be `undefined`. */
type Check = (argument: string, value: unknown) => unknown
type Fields = Readonly<Record<string, Check>>

const maxItems = 20
const maxAttachedItems = 10

const text =
  (maxBytes: number, minBytes = 0): Check =>
  (argument, value) =>
    requireText(argument, value, { minBytes, maxBytes })

const integer =
  (from: number, to: number): Check =>
  (argument, value) =>
    requireInteger(argument, value, { from, to })

const degrees =
  (most: number): Check =>
  (argument, value) =>
    typeof value === 'number' && Math.abs(value) <= most
      ? value
      : refuseArgument(argument, `must be a number from -${String(most)} to ${String(most)}`)

const optional =
  (check: Check): Check =>
  (argument, value) =>
    value === undefined ? value : check(argument, value)

const file: Fields = {
  fileName: text(256, 1),
  mimeType: text(256),
  fileSize: integer(0, Number.MAX_SAFE_INTEGER),
  fileID: requireIdentifier,
}
const size = integer(1, 65_535)
const reservedSize: Fields = { width: size, height: size, thumbhash: optional(text(64)) }
const duration: Fields = { durationMs: integer(0, 86_400_000) }

/** The fields of every kind that may be a part of others. */
function itemKinds(maxTextBytes: number): Readonly<Record<ContentItem['type'], Fields>> {
  return {
    text: {
      text(argument, value) {
        const checked = requireText(argument, value, { minBytes: 1, maxBytes: maxTextBytes })
        return checked.trim() === '' ? refuseArgument(argument, 'must not be blank') : checked
      },
    },
    custom: { subType: integer(0, 200), payload: text(maxTextBytes), searchedText: optional(text(1_024)) },
    file,
    image: { ...file, ...reservedSize },
    audio: { ...file, ...duration },
    video: { ...file, ...reservedSize, ...duration },
    location: { latitude: degrees(90), longitude: degrees(180), title: text(256), address: text(1_024) },
  }
}

/** What an app may send; a copy with the fields of its kind only. */
export function requireContent(value: unknown, { maxTextBytes }: { readonly maxTextBytes: number }): SendableContent {
  const kinds = itemKinds(maxTextBytes)
  const itemList: Check = (argument, given) => {
    const count = Array.isArray(given) ? given.length : 0
    if (!Array.isArray(given) || count < 1 || count > maxItems) {
      return refuseArgument(argument, `must be an array of 1 to ${String(maxItems)} contents`)
    }
    const items = given.map((item, index) => read(`${argument}[${String(index)}]`, item, kinds)) as ContentItem[]
    if (items.filter(isAttached).length > maxAttachedItems) {
      refuseArgument(argument, `must hold at most ${String(maxAttachedItems)} files`)
    }
    if (items.reduce((sum, item) => sum + textBytesOf(item), 0) > maxTextBytes) {
      refuseArgument(argument, `must hold at most ${String(maxTextBytes)} bytes of text`)
    }
    return items
  }
  return read('content', value, { ...kinds, multiple: { itemList } }) as SendableContent
}

function textBytesOf(item: ContentItem): number {
  return utf8ByteLength(item.type === 'text' ? item.text : item.type === 'custom' ? item.payload : '')
}

function read(argument: string, value: unknown, kinds: Readonly<Record<string, Fields>>): { readonly type: string } {
  const given = requireOptions(argument, value)
  const type = requireOneOf(`${argument}.type`, given['type'], Object.keys(kinds))
  const content: Record<string, unknown> & { readonly type: string } = { type }
  for (const [name, check] of Object.entries(kinds[type] ?? {})) {
    const checked = check(`${argument}.${name}`, given[name])
    if (checked !== undefined) content[name] = checked
  }
  return content
}
