import { describeTransportDriver } from '../src/transport.js'
import { loopbackKit } from './loopback-fixture.js'

describeTransportDriver('loopback', loopbackKit())
