import APIGatewayV2Model
import FoundationEssentials
import ServiceKit
import Synchronization

/// How many requests a stage takes, and each of its routes.
package struct StageThrottles: Sendable {
    package struct Limit: Sendable, Equatable {
        package var perSecond: Double
        package var burst: Double

        package init(perSecond: Double, burst: Double) {
            self.perSecond = perSecond
            self.burst = burst
        }
    }

    let standard: Limit?
    let byRoute: [String: Limit]

    init(standard: Limit?, byRoute: [String: Limit]) {
        self.standard = standard
        self.byRoute = byRoute
    }

    init(_ stage: Stage) {
        standard = stage.defaultRouteSettings.flatMap(Limit.init)
        byRoute = (stage.routeSettings ?? [:]).compactMapValues(Limit.init)
    }

    var isEmpty: Bool { standard == nil && byRoute.isEmpty }
}

extension StageThrottles.Limit {
    /// Nil where nothing is said: AWS's account limits are not reached here. A number below zero, Terraform's -1 for one,
    /// says that there is no limit.
    init?(rate: Double?, burst: Int?) {
        let rate = rate.flatMap { $0 < 0 ? nil : $0 }
        let burst = burst.flatMap { $0 < 0 ? nil : $0 }
        guard rate != nil || burst != nil else { return nil }
        self.init(perSecond: rate ?? 10_000, burst: Double(burst ?? 5_000))
    }

    fileprivate init?(_ settings: RouteSettings) {
        self.init(rate: settings.throttlingRateLimit, burst: settings.throttlingBurstLimit)
    }
}

/// Counts requests by token buckets, one for each thing that has a limit.
package final class Throttles: Sendable {
    private struct Bucket: Sendable {
        var tokens: Double
        var at: Date
        var limit: StageThrottles.Limit
    }

    private final class Cell: Sendable {
        let bucket: Mutex<Bucket>
        init(_ bucket: Bucket) { self.bucket = Mutex(bucket) }
    }

    private let cells = BoundedCache<String, Cell>(limit: 20_000)

    package init() {}

    /// Whether one more request is taken.
    package func take(_ name: String, _ limit: StageThrottles.Limit, at now: Date) -> Bool {
        guard limit.burst >= 1, limit.perSecond > 0 else { return false }
        let cell = cell(name, limit, now)
        return cell.bucket.withLock { bucket in
            if bucket.limit != limit { bucket = Bucket(tokens: limit.burst, at: now, limit: limit) }
            let passed = max(0, now.timeIntervalSince(bucket.at))
            bucket.tokens = min(limit.burst, bucket.tokens + passed * limit.perSecond)
            bucket.at = max(bucket.at, now)
            guard bucket.tokens >= 1 else { return false }
            bucket.tokens -= 1
            return true
        }
    }

    private func cell(_ name: String, _ limit: StageThrottles.Limit, _ now: Date) -> Cell {
        if let cell = cells[name] { return cell }
        let cell = Cell(Bucket(tokens: limit.burst, at: now, limit: limit))
        cells[name] = cell
        return cell
    }
}
