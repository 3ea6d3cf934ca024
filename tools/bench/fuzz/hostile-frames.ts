/** Numbers from 0 up to 1 that a seed repeats. */
export type Random = () => number

export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

const depth = 5_000

/** Text in place of a value, as JSON: what a reader may stumble over. */
const hostileValues: readonly string[] = [
  ...['null', 'true', '[]', '{}', '""', '-1', '0', '-0', '0.5', '1e400', '-1e400', '9007199254740993', '4e15'],
  ...['"__proto__"', '"constructor"', '"\\u0000"', '"\\ud800"', '"\u202e"', '"../../x"', '"~~~~"', '" "'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"toString":1}'],
  `"${'x'.repeat(70_000)}"`,
  `"${'\\u0001'.repeat(3_000)}"`,
  `${'['.repeat(depth)}${']'.repeat(depth)}`,
  `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  `[${'{},'.repeat(3_000)}{}]`,
]

/** Makes hostile frames out of real ones: the same for the same random numbers. */
export const createHostileFrames = (realFrames: readonly string[], random: Random): (() => string) => {
  const below = (count: number) => Math.floor(random() * count)
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item
  const marker = '"@here@"'

  /** The frame with one of its values replaced by the marker, in a place chosen at random. */
  const cut = (value: Json, remaining = 12): Json => {
    const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0
    if (isLeaf || remaining === 0 || random() < 0.15) return '@here@'
    if (Array.isArray(value)) {
      const place = below(value.length)
      return value.map((item, index) => (index === place ? cut(item, remaining - 1) : item))
    }
    const place = pick(Object.keys(value))
    return { ...value, [place]: cut(value[place] ?? null, remaining - 1) }
  }

  const withValue = (frame: string, text: string) =>
    JSON.stringify(cut(JSON.parse(frame) as Json)).replace(marker, () => text)

  const damage = (frame: string): string => {
    const place = below(frame.length)
    switch (below(5)) {
      case 0:
        return frame.slice(0, place)
      case 1:
        return frame.slice(0, place) + String.fromCharCode(below(0x1_0000)) + frame.slice(place + 1)
      case 2:
        return frame + pick(realFrames)
      case 3:
        return frame.slice(0, place) + frame.slice(place + below(20))
      default:
        return `[${frame},${frame}]`
    }
  }

  const garbage = () => String.fromCharCode(...Array.from({ length: below(200) }, () => below(0x1_0000)))

  /** A name of the frame stands in it twice, or one that is no name of a field. */
  const withName = (frame: string) => {
    const names = [...frame.matchAll(/"(\w+)":/g)].map((match) => match[1])
    const name = random() < 0.5 ? pick(names) : pick(['__proto__', 'constructor', 'then', 'toJSON', 'id', 'method'])
    const places = [...frame.matchAll(/\{(?=")/g)].map(({ index }) => index + 1)
    const place = pick(places)
    return `${frame.slice(0, place)}"${name}":${pick(hostileValues)},${frame.slice(place)}`
  }

  return () => {
    const frame = pick(realFrames)
    const kind = random()
    if (kind < 0.5) return withValue(frame, pick(hostileValues))
    if (kind < 0.65) return withValue(frame, JSON.stringify(cut(JSON.parse(pick(realFrames)) as Json)))
    if (kind < 0.8) return withName(frame)
    return kind < 0.97 ? damage(frame) : garbage()
  }
}
