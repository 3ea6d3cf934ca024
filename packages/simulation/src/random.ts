/** Randomness that a seed decides. */
export interface Random {
  /** 0 to 2^32 - 1. */
  next(): number
  /** 0 to `count` - 1. */
  below(count: number): number
  /** `least` to `most`, both possible. */
  between(least: number, most: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  pick<Item>(items: readonly Item[]): Item | undefined
}

/** The sfc32 generator of PractRand, whose four words of state are drawn from `seed` and `stream`. */
export function createRandom(seed: number, stream = 0): Random {
  let a = scramble(seed ^ 0x9e3779b9)
  let b = scramble(stream ^ 0x243f6a88)
  let c = scramble(a ^ b)
  let counter = 1

  function next(): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return sum >>> 0
  }
  for (let round = 0; round < 12; round += 1) next()

  function below(count: number): number {
    return Math.floor((next() / 0x1_0000_0000) * count)
  }

  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() / 0x1_0000_0000 < probability,
    pick: <Item>(items: readonly Item[]) => items[below(items.length)] as Item,
  }
}

/** Spreads neighbouring numbers far apart. */
function scramble(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return mixed ^ (mixed >>> 15)
}
