/** What an answer is made of: the type of every part by its path, whatever its values and however many rows. */
export function shapeOf(answer: unknown): readonly string[] {
  return [...new Set(pathsOf('', answer))].sort()
}

function pathsOf(path: string, part: unknown): readonly string[] {
  if (part instanceof Uint8Array) return [`${path}: bytes`]
  if (Array.isArray(part)) return [`${path}: list`, ...part.flatMap((entry) => pathsOf(`${path}[]`, entry))]
  if (typeof part !== 'object' || part === null) return [`${path}: ${part === null ? 'null' : typeof part}`]
  return [`${path}: object`, ...Object.entries(part).flatMap(([key, entry]) => pathsOf(`${path}.${key}`, entry))]
}
