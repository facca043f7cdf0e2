import FoundationEssentials

/// Where the time comes from; tests set it.
package protocol Clock: Sendable {
    var now: Date { get }
}

package struct SystemClock: Clock {
    package init() {}
    package var now: Date { Date() }
}
