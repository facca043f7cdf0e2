import ServiceKit

/// A token of GetLogEvents: a place in a stream, and which way to read from there. Reading at the end gives it back.
struct EventToken: Sendable {
    enum Direction: String, Sendable {
        case forward = "f"
        case backward = "b"
    }

    var direction: Direction
    /// Forward it is the first place that is read, backward the first that no longer is.
    var position: EventPosition

    init(_ direction: Direction, _ position: EventPosition) {
        self.direction = direction
        self.position = position
    }

    /// - Throws: the refusal of what is no token of this group.
    init(_ text: String, _ incarnation: UInt64) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2] == "s", let direction = Direction(rawValue: String(parts[0])),
            let id = EventID(parts[1]), id.incarnation == incarnation
        else { throw ServiceError.invalidToken }
        self.init(direction, id.position)
    }

    func text(_ incarnation: UInt64) -> String { "\(direction.rawValue)/\(EventID(position, incarnation).text)/s" }
}
