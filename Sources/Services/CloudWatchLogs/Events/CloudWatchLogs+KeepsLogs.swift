import FoundationEssentials
import PolicyEngine
import ServiceKit
import Storage

/// Other services of the house write their logs by the same rules as clients do, decided for who writes.
extension CloudWatchLogs: KeepsLogs {
    package func write(_ events: [LogEvent], to place: LogPlace, _ call: Call) async throws {
        let address = LogGroupAddress(place)
        guard let batches = Batches(events) else { return }
        let tags = try await tags(ofResource: address.arn)
        func decide(_ action: String, on resource: String) async throws {
            let permission = Self.permission(action, on: resource, of: address, tags: tags)
            let decision = try await authorizer.decide(permission, call)
            guard decision.isAllowed else {
                throw ServiceError.denied(
                    decision.message(principal: call.caller.arn, action: action, resource: resource))
            }
        }
        let stream = address.arn(ofStream: place.stream)
        for batch in batches.all {
            try await decide("logs:PutLogEvents", on: stream)
            var outcome = try await append(batch, to: place)
            if outcome == .noGroup {
                try await decide("logs:CreateLogGroup", on: address.resource)
                try await make(address)
                outcome = .noStream
            }
            if outcome == .noStream {
                try await decide("logs:CreateLogStream", on: stream)
                outcome = try await append(batch, to: place, makingStream: true)
            }
            guard outcome == .written else { throw ServiceError.groupNotFound }
        }
    }

    package func write(_ events: [LogEvent], to place: LogPlace, as writer: LogDelivery) async throws {
        guard let batches = Batches(events) else { return }
        let resource = LogGroupAddress(place).arn(ofStream: place.stream)
        for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
            try await requirePolicy(lets: writer, action, on: resource, in: place)
        }
        for batch in batches.all {
            let outcome = try await append(batch, to: place, makingStream: true)
            guard outcome == .written else { throw ServiceError.groupNotFound }
        }
    }

    private enum Outcome { case written, noGroup, noStream }

    /// One write, which also makes the stream where it is to.
    private func append(
        _ batch: [NewEvent], to place: LogPlace, makingStream: Bool = false
    ) async throws -> Outcome {
        let address = LogGroupAddress(place)
        let now = clock.now
        let settings = settings
        return try await store.write { transaction in
            guard let group = try transaction.group(address) else { return .noGroup }
            var stream = try transaction.stream(place.stream, of: group)
            if stream == nil, makingStream {
                stream = try transaction.makeStream(place.stream, of: group, at: now.milliseconds)
            }
            guard let stream else { return .noStream }
            let horizon = group.horizon(now, settings)
            try transaction.append(
                batch.filter { $0.timestamp >= horizon }, to: stream, of: group, at: now.milliseconds)
            return .written
        }
    }

    /// Whoever was quicker has made it.
    private func make(_ address: LogGroupAddress) async throws {
        let group = newGroup(address)
        try await store.write { transaction in
            if try transaction.group(address) == nil { try transaction.save(group) }
        }
    }

    /// Asks all of the account's policies at once: an explicit deny in any of them counts.
    private func requirePolicy(
        lets writer: LogDelivery, _ action: String, on resource: String, in place: LogPlace
    ) async throws {
        let policies = try await store.read { snapshot in
            try snapshot.list(
                StoredResourcePolicy.self, prefix: StoredResourcePolicy.listing(place.accountID, place.region),
                limit: Self.mostPolicies
            ).records
        }
        var document = PolicyDocument.sayingNothing(as: .resource)
        for policy in policies {
            if let next = try? PolicyDocument(parsing: policy.document, as: .resource) {
                document = document.merged(with: next)
            }
        }
        let request = AccessRequest(
            action: action, resource: resource,
            principal: PrincipalDescription(kind: .service, serviceName: writer.principal),
            context: ContextValues([
                "aws:SourceArn": [writer.sourceARN], "aws:SourceAccount": [writer.sourceAccount],
            ]), resourceAccount: place.accountID)
        let decision = PolicySet(resource: NamedPolicy("resource policies", document)).decide(request)
        guard decision.isAllowed else {
            throw ServiceError.denied(
                decision.message(principal: writer.principal, action: action, resource: resource))
        }
    }
}

extension LogGroupAddress {
    fileprivate init(_ place: LogPlace) {
        self.init(accountID: place.accountID, region: place.region, name: place.group)
    }
}

extension ServiceError {
    fileprivate static func denied(_ message: String) -> ServiceError {
        ServiceError("AccessDeniedException", message, status: 400)
    }
}

/// Events in the order of their times, as many in each batch as AWS takes at once.
private struct Batches {
    let all: [[NewEvent]]

    /// Nil where there is nothing to write.
    init?(_ events: [LogEvent]) {
        var all: [[NewEvent]] = []
        var batch: [NewEvent] = []
        var bytes = 0
        let pieces = events.lazy.flatMap { NewEvent.pieces(of: $0) }.enumerated()
            .sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }
        for (_, piece) in pieces {
            if batch.count == EventBatch.mostEvents || bytes + piece.byteCount > EventBatch.mostBytes {
                all.append(batch)
                (batch, bytes) = ([], 0)
            }
            batch.append(piece)
            bytes += piece.byteCount
        }
        if !batch.isEmpty { all.append(batch) }
        guard !all.isEmpty else { return nil }
        self.all = all
    }
}

extension NewEvent {
    /// An event as it is put: in pieces where it is too long for one, none of which cuts a character.
    fileprivate static func pieces(of event: LogEvent) -> [NewEvent] {
        let most = EventBatch.mostBytes - StoredLogEvent.overhead
        let time = max(0, event.time.milliseconds)
        var pieces: [NewEvent] = []
        var rest = event.message.utf8[...]
        while !rest.isEmpty {
            var end = rest.index(rest.startIndex, offsetBy: most, limitedBy: rest.endIndex) ?? rest.endIndex
            while end < rest.endIndex, rest[end] & 0xC0 == 0x80 { end = rest.index(before: end) }
            pieces.append(NewEvent(timestamp: time, message: String(decoding: rest[..<end], as: UTF8.self)))
            rest = rest[end...]
        }
        return pieces
    }
}
