import CivilTime
import FoundationEssentials

extension Date {
    /// `2026-11-26T03:30:00.123`, which names a stream of a table.
    var streamLabel: String { String(iso8601Milliseconds.dropLast()) }
}
