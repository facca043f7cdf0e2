import ServiceKit

/// A regular expression between percent signs, in the small syntax that CloudWatch Logs takes: no groups, no bytes beyond
/// ASCII. All its states are run at once, so that the time is linear in the text whatever the expression.
struct TextExpression: Sendable {
    private static let mostStates = 500

    /// One byte of a set, or none if it may be left out; a repeated one leads to itself.
    private struct State: Sendable {
        var set: ByteSet
        var isOptional = false
        var isRepeated = false
    }

    private struct Branch: Sendable {
        var states: [State] = []
        var startsAtBeginning = false
        var endsAtEnd = false
    }

    private var branches: [Branch] = []

    /// How many states may be met with each byte of a text.
    var stateCount: Int { branches.reduce(0) { $0 + $1.states.count } }

    init(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { throw ServiceError.invalidPattern("a regular expression is empty") }
        var reader = ExpressionReader(bytes)
        var states = 0
        repeat {
            var branch = Branch()
            branch.startsAtBeginning = reader.take("^")
            while let item = try reader.item() {
                for count in 0..<max(item.minimum, item.maximum ?? item.minimum, 1) {
                    let isOptional = count >= item.minimum
                    let isLast = count == max(item.minimum, 1) - 1 && item.maximum == nil
                    branch.states.append(State(set: item.set, isOptional: isOptional, isRepeated: isLast))
                    states += 1
                    guard states <= Self.mostStates else {
                        throw ServiceError.invalidPattern("a regular expression is too long")
                    }
                }
                if item.maximum == 0 { branch.states.removeLast() }
            }
            branch.endsAtEnd = reader.take("$")
            branches.append(branch)
        } while reader.take("|")
        guard reader.isAtEnd else { throw ServiceError.invalidPattern("a regular expression has a sign out of place") }
    }

    /// Whether the expression is found somewhere in the text.
    func matches(_ text: some Collection<UInt8>) -> Bool { branches.contains { Self.matches($0, text) } }

    private static func matches(_ branch: Branch, _ text: some Collection<UInt8>) -> Bool {
        var run = Run(branch.states.count)
        run.reach(0, branch.states, at: 0)
        if run.isAccepted, !branch.endsAtEnd || text.isEmpty { return true }
        var position = 0
        for byte in text {
            position += 1
            run.step(byte, branch.states, at: position)
            if run.isAccepted, !branch.endsAtEnd { return true }
            if !branch.startsAtBeginning {
                run.reach(0, branch.states, at: position)
            } else if run.isOver {
                return false
            }
        }
        return run.isAccepted
    }

    /// The states that are met at one place of the text.
    private struct Run {
        private let end: Int
        private var current: [Int] = []
        private var next: [Int] = []
        /// Where each state was met last, so that nothing has to be emptied.
        private var marks: [Int]
        private(set) var isAccepted = false

        init(_ count: Int) {
            end = count
            marks = Array(repeating: -1, count: count + 1)
        }

        var isOver: Bool { current.isEmpty && !isAccepted }

        mutating func step(_ byte: UInt8, _ states: [State], at position: Int) {
            swap(&current, &next)
            current.removeAll(keepingCapacity: true)
            isAccepted = false
            for index in next where states[index].set.contains(byte) {
                reach(index + 1, states, at: position)
                if states[index].isRepeated { reach(index, states, at: position) }
            }
        }

        /// A state, and those behind it that are reached by leaving out what may be.
        mutating func reach(_ start: Int, _ states: [State], at position: Int) {
            var index = start
            while marks[index] != position {
                marks[index] = position
                guard index < end else {
                    isAccepted = true
                    return
                }
                current.append(index)
                guard states[index].isOptional else { return }
                index += 1
            }
        }
    }
}

/// A set of bytes.
struct ByteSet: Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init() {}
    init(_ byte: UInt8) { insert(byte) }
    init(where isMember: (UInt8) -> Bool) {
        for byte in UInt8.min...UInt8.max where isMember(byte) { insert(byte) }
    }

    mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    mutating func formUnion(_ other: ByteSet) {
        words = (
            words.0 | other.words.0, words.1 | other.words.1, words.2 | other.words.2, words.3 | other.words.3
        )
    }

    var inverted: ByteSet {
        var set = ByteSet()
        set.words = (~words.0, ~words.1, ~words.2, ~words.3)
        return set
    }

    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }
}
