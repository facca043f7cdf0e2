import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Synchronization
import Wire

/// AWS's lockout: after five failed passwords a second, doubling with each further one up to a
/// quarter of an hour; a right one clears the count. Attempts that are being looked at are bounded
/// too, so that many at once do not slip by, and right ones of one user do not lock each other out.
final class SignInAttempts: Sendable {
    fileprivate struct Record {
        var failures = 0
        var underway = 0
        var lockedUntil = Date.distantPast
        var lastAttempt = Date.distantPast
    }

    fileprivate struct Halves {
        var young: [String: Record] = [:]
        var old: [String: Record] = [:]
    }

    private static let free = 5
    private static let atOnce = 32
    /// Failures are forgotten after a day without an attempt.
    private static let memory: TimeInterval = 86_400
    private static let longestLock: TimeInterval = 900
    private static let halfLimit = 50_000
    private let halves = Mutex(Halves())

    private enum Verdict { case right, wrong, none }

    /// Runs what judges one attempt: it failed if that throws. A server that is overloaded and a function
    /// that fails say nothing of the attempt.
    ///
    /// - Parameter refusal: thrown while the name is locked.
    func judge<Outcome>(
        _ name: String, at time: Date, refusal: any Error, _ body: () async throws -> Outcome
    ) async throws -> Outcome {
        guard begin(name, at: time) else { throw refusal }
        do {
            let outcome = try await body()
            end(name, at: time, .right)
            return outcome
        } catch {
            end(name, at: time, Self.verdict(error))
            throw error
        }
    }

    private static let unjudged: Set<String> = [
        CognitoUserPoolsErrors.tooManyRequests.code, CognitoUserPoolsErrors.userLambdaValidation.code,
        CognitoUserPoolsErrors.unexpectedLambda.code, CognitoUserPoolsErrors.invalidLambdaResponse.code,
    ]

    private static func verdict(_ error: any Error) -> Verdict {
        guard let error = error as? ServiceError else { return .none }
        return unjudged.contains(error.code) ? .none : .wrong
    }

    private func begin(_ name: String, at time: Date) -> Bool {
        halves.withLock { halves in
            var record = halves.young[name] ?? halves.old.removeValue(forKey: name) ?? Record()
            defer { halves.keep(record, name, limit: Self.halfLimit) }
            if time.timeIntervalSince(record.lastAttempt) > Self.memory { record.failures = 0 }
            // After a failure no more are looked at together than there are failures left.
            let atOnce = record.failures == 0 ? Self.atOnce : max(1, Self.free - record.failures)
            guard time >= record.lockedUntil, record.underway < atOnce else { return false }
            record.lastAttempt = time
            record.underway += 1
            return true
        }
    }

    private func end(_ name: String, at time: Date, _ verdict: Verdict) {
        halves.withLock { halves in
            var record = halves.young[name] ?? halves.old.removeValue(forKey: name) ?? Record()
            record.underway = max(0, record.underway - 1)
            switch verdict {
            case .none: break
            case .right:
                record.failures = 0
                record.lockedUntil = .distantPast
            case .wrong:
                record.failures += 1
                guard record.failures >= Self.free else { break }
                let doublings = min(record.failures - Self.free, 10)
                let lock = min(Double(1 << doublings), Self.longestLock)
                record.lockedUntil = time.addingTimeInterval(lock)
            }
            halves.keep(record, name, limit: Self.halfLimit)
        }
    }
}

extension SignInAttempts.Halves {
    fileprivate mutating func keep(_ record: SignInAttempts.Record, _ name: String, limit: Int) {
        if record.failures == 0, record.underway == 0 {
            young[name] = nil
            return
        }
        young[name] = record
        guard young.count > limit else { return }
        old = young
        young = [:]
    }
}
