import Gateway
import Synchronization

/// Stands in front while the store is being opened: the port is known first, since the public
/// address is made of it. Who comes early waits.
final class Door: AnswersRequests {
    fileprivate enum State {
        case closed(waiting: [CheckedContinuation<FrontDoor, Never>])
        case open(FrontDoor)
    }

    private let state = Mutex(State.closed(waiting: []))

    func open(_ frontDoor: FrontDoor) {
        let waiting = state.withLock { state in
            defer { state = .open(frontDoor) }
            if case .closed(let waiting) = state { return waiting }
            return []
        }
        for continuation in waiting { continuation.resume(returning: frontDoor) }
    }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer { await opened().answer(request) }

    private func opened() async -> FrontDoor {
        if let frontDoor = state.withLock({ $0.frontDoor }) { return frontDoor }
        return await withCheckedContinuation { continuation in
            let frontDoor: FrontDoor? = state.withLock { state in
                guard case .closed(let waiting) = state else { return state.frontDoor }
                state = .closed(waiting: waiting + [continuation])
                return nil
            }
            if let frontDoor { continuation.resume(returning: frontDoor) }
        }
    }
}

extension Door.State {
    fileprivate var frontDoor: FrontDoor? {
        if case .open(let frontDoor) = self { return frontDoor }
        return nil
    }
}
