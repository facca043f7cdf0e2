import FoundationEssentials
import ServiceKit
import Synchronization

/// So many requests of one kind an address may make: a bucket that fills up again by the second.
/// Programs on this machine are not counted; AWS's own quotas, which are a pool's, lie higher.
final class AddressThrottle: Sendable {
    enum Kind: Sendable {
        /// Passwords, challenges and codes of sign-ins.
        case authentication
        /// New users, and messages sent to anybody.
        case registration

        var burst: Double { self == .authentication ? 100 : 30 }
        var perSecond: Double { self == .authentication ? 20 : 3 }
    }

    private struct Bucket {
        var tokens: Double
        var time: Date
    }

    private struct Name: Hashable {
        var address: String
        var kind: Kind
    }

    private struct Halves {
        var young: [Name: Bucket] = [:]
        var old: [Name: Bucket] = [:]
    }

    private static let halfLimit = 50_000
    private let halves = Mutex(Halves())

    func admits(_ address: String, _ kind: Kind, at time: Date) -> Bool {
        guard !Self.isOfThisMachine(address) else { return true }
        let name = Name(address: Self.network(of: address), kind: kind)
        return halves.withLock { halves in
            var bucket =
                halves.young[name] ?? halves.old.removeValue(forKey: name) ?? Bucket(tokens: kind.burst, time: time)
            let elapsed = max(0, time.timeIntervalSince(bucket.time))
            bucket.tokens = min(kind.burst, bucket.tokens + elapsed * kind.perSecond)
            bucket.time = time
            let isAdmitted = bucket.tokens >= 1
            if isAdmitted { bucket.tokens -= 1 }
            halves.young[name] = bucket
            if halves.young.count > Self.halfLimit {
                halves.old = halves.young
                halves.young = [:]
            }
            return isAdmitted
        }
    }

    private static func isOfThisMachine(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.") || address.isEmpty
    }

    /// Who has one IPv6 address has the other 2^64 of its network too.
    private static func network(of address: String) -> String {
        guard address.contains(":"), !address.contains(".") else { return address }
        return address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":")
    }
}

extension CognitoUserPools {
    func admit(_ call: Call, _ kind: AddressThrottle.Kind) throws {
        guard throttle.admits(call.client.address, kind, at: call.time) else { throw ServiceError.tooManyRequests }
    }
}
