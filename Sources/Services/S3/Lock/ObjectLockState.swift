import FoundationEssentials
import Storage

/// What keeps a version from being deleted.
struct ObjectLockState: Sendable, Hashable, Codable {
    enum Mode: UInt8, Sendable, Codable {
        case governance = 1
        case compliance

        var name: String { self == .governance ? "GOVERNANCE" : "COMPLIANCE" }

        init?(_ name: String) {
            switch name {
            case "GOVERNANCE": self = .governance
            case "COMPLIANCE": self = .compliance
            default: return nil
            }
        }
    }

    struct Retention: Sendable, Hashable, Codable {
        var mode: Mode
        var until: Date
    }

    var retention: Retention?
    /// Nil where a hold was never put, which differs from off.
    var legalHold: Bool?

    init(retention: Retention? = nil, legalHold: Bool? = nil) {
        self.retention = retention
        self.legalHold = legalHold
    }

    var isEmpty: Bool { retention == nil && legalHold == nil }

    /// Whether the version may go now.
    func allowsDeletion(at time: Date, bypassingGovernance: Bool) -> Bool {
        if legalHold == true { return false }
        guard let retention, retention.until > time else { return true }
        return retention.mode == .governance && bypassingGovernance
    }

    func write(to writer: inout RecordWriter) {
        writer.number(UInt64(retention?.mode.rawValue ?? 0))
        if let retention { writer.number(retention.until.millisecondsSince1970) }
        writer.number(legalHold.map { $0 ? 2 : 1 } ?? 0 as UInt64)
    }

    init(from reader: inout RecordReader) throws {
        if let mode = Mode(rawValue: UInt8(truncatingIfNeeded: try reader.number())) {
            retention = Retention(mode: mode, until: Date(millisecondsSince1970: try reader.integer()))
        }
        switch try reader.number() {
        case 1: legalHold = false
        case 2: legalHold = true
        default: legalHold = nil
        }
    }
}
