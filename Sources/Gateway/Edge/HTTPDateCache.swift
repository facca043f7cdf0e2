import CivilTime
import FoundationEssentials
import Synchronization

/// The Date header's text, made once a second.
enum HTTPDateCache {
    private struct Entry {
        var second = 0
        var text = ""
    }

    private static let entry = Mutex(Entry())

    static var now: String {
        let date = Date()
        let second = Int(date.timeIntervalSince1970)
        return entry.withLock { entry in
            if entry.second != second { entry = Entry(second: second, text: date.httpDate) }
            return entry.text
        }
    }
}
