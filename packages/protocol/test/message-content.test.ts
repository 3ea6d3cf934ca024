import { describe, expect, it } from 'vitest'
import { messageContent, sendableContent } from '../src/message-content.js'
import { readWith } from '../src/validation.js'
import { wireLimits } from '../src/wire-limits.js'
import { reasonOf } from './reason-of.js'

const read = (content: unknown) => readWith(messageContent, content, 'content')
const readSendable = (content: unknown) => readWith(sendableContent, content, 'content')

const file = { fileName: 'a', mimeType: '', fileSize: 1, fileID: 'f' }
const text = { type: 'text', text: 'hello' }
const image = { type: 'image', ...file, width: 4_000, height: 3_000, thumbhash: '3OcRJYB4d3h/iIeHeEh3eIhw+j2w' }
const video = { type: 'video', ...file, width: 1, height: 65_535, durationMs: 0 }
const location = { type: 'location', latitude: -90, longitude: 179.5, title: 'Slipway', address: '' }

describe('message content', () => {
  it.each([image, video, location, { type: 'multiple', itemList: [text, image, location] }])(
    'of the kind $type crosses the wire whole, both ways',
    (content) => {
      expect(read(content)).toEqual(content)
      expect(readSendable(content)).toEqual(content)
    },
  )

  it('with a part of an unknown kind is kept whole as unsupported, and cannot be sent', () => {
    const original = { type: 'multiple', itemList: [text, { type: 'poll' }] }
    expect(read(original)).toEqual({
      type: 'unsupported',
      originalType: 'multiple',
      original: JSON.stringify(original),
    })
    expect(reasonOf(() => readSendable(original))).toContain('content')
    const nested = { type: 'multiple', itemList: [{ type: 'multiple', itemList: [text] }] }
    expect(reasonOf(() => readSendable(nested))).toContain('content')
  })

  it('of an unknown kind is kept whole as unsupported', () => {
    const original = { type: 'poll', question: 'When?', options: [{ text: 'Now' }] }
    expect(read(original)).toEqual({
      type: 'unsupported',
      originalType: 'poll',
      original: JSON.stringify(original),
    })
  })

  it('that is already unsupported stays as it is', () => {
    const content = { type: 'unsupported', originalType: 'poll', original: '{"type":"poll"}' }
    expect(read(content)).toEqual(content)
  })

  it('of a known kind loses the fields this version does not know', () => {
    expect(read({ type: 'text', text: 'hello', mood: 'calm' })).toEqual({ type: 'text', text: 'hello' })
  })

  it.each([
    ['a text without text', { type: 'text' }],
    ['a text that is too long', { type: 'text', text: 'ü'.repeat(wireLimits.maxTextBytes / 2 + 1) }],
    ['a subType above 200', { type: 'custom', subType: 201, payload: '' }],
    ['a subType that is no integer', { type: 'custom', subType: 1.5, payload: '' }],
    ['a file without a name', { type: 'file', fileName: '', mimeType: '', fileSize: 1, fileID: 'f' }],
    ['a file of half a byte', { type: 'file', fileName: 'a', mimeType: '', fileSize: 0.5, fileID: 'f' }],
    ['a picture without a size', { type: 'image', ...file }],
    ['a picture of no height', { type: 'image', ...file, width: 1, height: 0 }],
    ['a thumbhash that is too long', { type: 'image', ...file, width: 1, height: 1, thumbhash: 'x'.repeat(65) }],
    ['a recording of more than a day', { type: 'audio', ...file, durationMs: 86_400_001 }],
    ['a place beyond the pole', { type: 'location', latitude: 90.1, longitude: 0, title: '', address: '' }],
    ['a place that is none', { type: 'location', latitude: null, longitude: 0, title: '', address: '' }],
    ['several of nothing', { type: 'multiple', itemList: [] }],
    ['too many parts', { type: 'multiple', itemList: Array.from({ length: 21 }, () => text) }],
    ['too many files', { type: 'multiple', itemList: Array.from({ length: 11 }, () => ({ type: 'file', ...file })) }],
    ['no kind', { text: 'hello' }],
    ['a kind that is no name', { type: 'ö' }],
    ['a list', ['text']],
    ['an unknown kind that is too large', { type: 'poll', body: 'x'.repeat(wireLimits.maxUnsupportedContentBytes) }],
  ])('is refused when it is %s', (_name, content) => {
    expect(reasonOf(() => read(content))).toContain('content')
  })

  it('of an unknown kind is refused when it is nested too deeply', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
    expect(read({ type: 'poll', body: nested(31) })).toMatchObject({ type: 'unsupported' })
    expect(reasonOf(() => read({ type: 'poll', body: nested(32) }))).toContain('content')
    const bottomless: unknown = JSON.parse(`{"type":"poll","body":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect(reasonOf(() => read(bottomless))).toContain('content')
  })

  it('to send is of a known kind and not blank', () => {
    expect(readSendable({ type: 'text', text: ' a ' })).toEqual({ type: 'text', text: ' a ' })
    expect(reasonOf(() => readSendable({ type: 'text', text: ' \n\t' }))).toContain('content')
    expect(reasonOf(() => readSendable({ type: 'poll' }))).toContain('content')
    expect(reasonOf(() => readSendable({ type: 'unsupported', originalType: 'a', original: '1' }))).toContain('content')
  })
})
