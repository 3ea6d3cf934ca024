import type { SessionAccess } from '../domain/session-access.js'
import type { LiveSource } from '../live/live-query.js'
import { refuseArgument, requireFunction, requireOptions, requireText } from '../runtime/argument.js'
import type { Feature, FeatureDomain } from './feature.js'

const maxFeatures = 64

/** The features of the options. Throws `invalid-argument`. */
export function requireFeatures(features: unknown): readonly Feature[] {
  if (features === undefined) return []
  if (!Array.isArray(features) || features.length > maxFeatures) {
    return refuseArgument('options.features', `must be an array of at most ${String(maxFeatures)} features`)
  }
  const names = new Set<string>()
  return features.map((feature: unknown, index) => {
    const argument = `options.features[${String(index)}]`
    const given = requireOptions(argument, feature)
    const name = requireText(`${argument}.name`, given['name'], { minBytes: 1, maxBytes: 64 })
    if (names.has(name)) refuseArgument(argument, `must not be there twice: ${name}`)
    names.add(name)
    requireFunction(`${argument}.methods`, given['methods'])
    for (const part of ['live', 'storage', 'attachments']) {
      if (given[part] !== undefined) requireFunction(`${argument}.${part}`, given[part])
    }
    return feature as Feature
  })
}

/** The methods of all features. Throws `invalid-argument` for a name that is `taken`, or that two of them have. */
export function methodsOfFeatures(
  features: readonly Feature[],
  access: SessionAccess,
  domain: FeatureDomain,
  taken: readonly object[],
): object {
  return joined(features, taken, (feature) => feature.methods(access, domain))
}

export function liveOf(
  features: readonly Feature[],
  source: LiveSource,
  domain: FeatureDomain,
  taken: readonly object[],
): object {
  return joined(features, taken, (feature) => feature.live?.(source, domain) ?? {})
}

function joined(features: readonly Feature[], taken: readonly object[], partOf: (feature: Feature) => object): object {
  const all: Record<string, unknown> = {}
  for (const feature of features) {
    for (const [name, part] of Object.entries(partOf(feature))) {
      if ([...taken, all].some((parts) => Object.hasOwn(parts, name))) {
        refuseArgument('options.features', `must not have a method twice: ${name} of ${feature.name}`)
      }
      all[name] = part
    }
  }
  return all
}
