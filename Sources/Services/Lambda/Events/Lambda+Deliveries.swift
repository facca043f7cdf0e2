import CivilTime
import FoundationEssentials
import Logging
import ServiceKit
import Storage

extension Lambda {
    /// AWS stops functions that lead to one another after about so many.
    private static let longestChain = 16

    /// Hands a document to the destination that waits for it, as the role of the function it is about.
    ///
    /// - Returns: what is to be tried again later; nil where it is done, or cannot be.
    func deliver(_ event: QueuedEvent, _ delivery: QueuedEvent.Delivery, at now: Date) async throws -> QueuedEvent? {
        do {
            try await send(event, delivery, at: now)
            return nil
        } catch let refusal as FunctionRefusal where refusal != .throttled {
            note(event, delivery, "\(refusal)")
            return nil
        } catch let refusal as ServiceError where refusal.status < 429 {
            note(event, delivery, refusal.message)
            return nil
        } catch {
            guard now.timeIntervalSince(event.acceptedAt) < Self.longestAge else {
                note(event, delivery, "\(error)")
                return nil
            }
            return event.again(at: now.addingTimeInterval(min(300, Double(1 << min(8, event.attempts)))))
        }
    }

    private func send(_ event: QueuedEvent, _ delivery: QueuedEvent.Delivery, at now: Date) async throws {
        guard let address = FunctionAddress(arn: event.address), let destination = EventDestination(delivery.target)
        else {
            return
        }
        let call = try await call(asRole: delivery.roleARN, for: address, at: now)
        switch destination {
        case .function(let target):
            guard event.payload.count <= Self.largestEvent else {
                throw ServiceError.invalid("The document is larger than an event may be.")
            }
            guard try await mayInvoke(invocation(of: delivery.target, [], for: address, call)) else {
                throw FunctionRefusal.notPermitted
            }
            let function = try await store.read { try $0.resolve(target).function }
            guard event.chain < Self.longestChain || function.allowsRecursion == true else {
                throw ServiceError.invalid("Functions lead to one another without end.")
            }
            try await queue.accept(
                FunctionEvent(
                    requestID: newRevision(), payload: event.payload, invokedARN: target.qualifiedARN),
                for: target, incarnation: function.incarnation, at: now, chain: event.chain)
        case .bucket(let name):
            let second = now.iso8601.prefix(19).replacing(":", with: ".")
            let key =
                EventDestination.folder + delivery.folder + now.iso8601.prefix(10).replacing("-", with: "/")
                + "/\(second)-\(newRevision())"
            _ = try await objects.put(event.payload, as: ObjectPlace(bucket: name, key: key), encryption: nil, call)
        case .notServed: return
        }
    }

    private func note(_ event: QueuedEvent, _ delivery: QueuedEvent.Delivery, _ reason: String) {
        logger.warning(
            "a destination did not take what came of an event",
            metadata: [
                "function": "\(event.address)", "destination": "\(delivery.target)", "reason": "\(reason)",
            ])
    }
}
