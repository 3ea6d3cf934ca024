/** Reads what came over the network: answers the value as what it is, without what was not asked for, or throws a `Breach`. */
export type Schema<Value> = (value: unknown) => Value

/** What a schema yields. */
export type ValueOf<Reader> = Reader extends Schema<infer Value> ? Value : never

/** A rule that does not hold, and the fields and indexes that lead to the place. Never holds the value, which may be what a person wrote. */
export class Breach extends Error {
  readonly rule: string
  readonly path: (string | number)[] = []

  constructor(rule: string) {
    super(rule)
    this.rule = rule
  }
}

interface OptionalField {
  readonly isOptional: true
}

type Entries = Readonly<Record<string, Schema<unknown>>>

type OptionalNames<Fields extends Entries> = {
  [Name in keyof Fields]: Fields[Name] extends OptionalField ? Name : never
}[keyof Fields]

type Joined<Fields> = { [Name in keyof Fields]: Fields[Name] }

/** What an object of these fields is. */
export type ObjectOf<Fields extends Entries> = Joined<
  { [Name in Exclude<keyof Fields, OptionalNames<Fields>>]: ValueOf<Fields[Name]> } & {
    [Name in OptionalNames<Fields>]?: ValueOf<Fields[Name]>
  }
>

/** What `schema` yields, where `holds`. `rule` names what does not. */
/* @__NO_SIDE_EFFECTS__ */ export function checked<Value>(
  schema: Schema<Value>,
  rule: string,
  holds: (value: Value) => boolean,
): Schema<Value> {
  return (value) => {
    const read = schema(value)
    if (!holds(read)) throw new Breach(rule)
    return read
  }
}

export function string(value: unknown): string {
  if (typeof value !== 'string') throw new Breach('string')
  return value
}

export function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Breach('boolean')
  return value
}

/** Anything, to be read later. */
export function unknown(value: unknown): unknown {
  return value
}

/** One of these values, whose kind is that of JSON. */
/* @__NO_SIDE_EFFECTS__ */ export function oneOf<const Value extends string | boolean>(
  ...values: readonly Value[]
): Schema<Value> {
  return (value) => {
    const found = values.find((candidate) => candidate === value)
    if (found === undefined) throw new Breach('one_of')
    return found
  }
}

/* @__NO_SIDE_EFFECTS__ */ export function nullable<Value>(schema: Schema<Value>): Schema<Value | null> {
  return (value) => (value === null ? null : schema(value))
}

/** A field that may be absent, but not `undefined`. */
/* @__NO_SIDE_EFFECTS__ */ export function optional<Value>(schema: Schema<Value>): Schema<Value> & OptionalField {
  return Object.assign((value: unknown) => schema(value), { isOptional: true } as const)
}

/** An object with these fields; what else it has is left out. */
/* @__NO_SIDE_EFFECTS__ */ export function object<const Fields extends Entries>(
  fields: Fields,
): Schema<ObjectOf<Fields>> {
  return (value) => {
    if (!isObject(value)) throw new Breach('object')
    const read: Record<string, unknown> = {}
    for (const [name, schema] of Object.entries(fields)) {
      const isPresent = Object.hasOwn(value, name)
      if (isPresent || !('isOptional' in schema)) read[name] = readAt(name, schema, isPresent ? value[name] : undefined)
    }
    return read as ObjectOf<Fields>
  }
}

/** One of some objects, told apart by their `type`; of any other type, what `otherwise` reads. */
/* @__NO_SIDE_EFFECTS__ */ export function variant<const Kinds extends Entries, Other = never>(
  kinds: Kinds,
  otherwise: Schema<Other> = refuseType,
): Schema<ValueOf<Kinds[keyof Kinds]> | NoInfer<Other>> {
  return (value) => {
    const type = isObject(value) ? value['type'] : undefined
    const schema = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined
    return schema === undefined ? otherwise(value) : (schema(value) as ValueOf<Kinds[keyof Kinds]>)
  }
}

/** `value` as `schema` reads it; a breach in it lies at `place`. */
export function readAt<Value>(place: string | number, schema: Schema<Value>, value: unknown): Value {
  try {
    return schema(value)
  } catch (error) {
    if (error instanceof Breach) error.path.unshift(place)
    throw error
  }
}

/** Whether it is what JSON calls an object. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuseType(): never {
  throw new Breach('type')
}
