/** How many bytes `text` takes in UTF-8. By hand, because a bare JavaScript realm has no `TextEncoder`. */
export function utf8ByteLength(text: string): number {
  let bytes = 0
  // By index: an iterator would make a text of each character.
  for (let index = 0; index < text.length; index += 1) {
    const codePoint = text.codePointAt(index) ?? 0
    if (codePoint >= 0x10000) index += 1
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4
  }
  return bytes
}
