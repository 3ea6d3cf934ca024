import { crc32, deflateSync } from 'node:zlib'

/** A picture that can be put into a message. */
export interface DemoPicture {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

type Colour = readonly [red: number, green: number, blue: number]

const width = 720
const height = 480
const horizon = 290
const sun = { x: 470, y: 236, radius: 38 }

/** The sea in the evening, as it is seen from a ferry. Drawn and not photographed, so that it is nobody's. */
export function drawSea(): DemoPicture {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y += 1) {
    // A row begins with its filter, which is none.
    const start = y * (width * 3 + 1) + 1
    for (let x = 0; x < width; x += 1) rows.set(colourAt(x, y), start + x * 3)
  }
  return { bytes: toPng(rows), width, height }
}

function colourAt(x: number, y: number): Colour {
  const distance = Math.hypot(x - sun.x, y - sun.y)
  if (y < hillAt(x)) {
    const sky = blend([46, 58, 110], [255, 178, 112], y / horizon)
    if (distance < sun.radius) return [255, 240, 205]
    return blend([255, 221, 165], sky, Math.min(1, (distance - sun.radius) / 190))
  }
  if (y < horizon) return blend([58, 52, 92], [120, 84, 108], (y - 220) / 70)
  const depth = (y - horizon) / (height - horizon)
  const wave = Math.sin(y * (0.9 - depth * 0.5) + Math.sin(x * 0.021 + y * 0.13) * 2.4)
  const sea = blend([168, 110, 112], [22, 38, 74], Math.sqrt(depth))
  const isGlitter = Math.abs(x - sun.x + wave * 9) < 16 + depth * 74 && wave > 0.15 + depth * 0.35
  return isGlitter ? blend([255, 226, 176], sea, depth * 0.7) : blend(sea, [255, 255, 255], Math.max(0, wave) * 0.05)
}

/** Where the far shore begins. */
function hillAt(x: number): number {
  return horizon - 22 - 18 * Math.sin(x * 0.008 + 1.1) - 9 * Math.sin(x * 0.023) - 3 * Math.sin(x * 0.061)
}

function blend(from: Colour, to: Colour, part: number): Colour {
  const share = Math.min(1, Math.max(0, part))
  const mix = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share)
  return [mix(0), mix(1), mix(2)]
}

/** PNG (third edition), 8 bits a channel, no interlace. */
function toPng(rows: Buffer): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
