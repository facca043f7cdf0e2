/// A pattern as a nondeterministic finite automaton, run on all its states at once.
struct PatternProgram: Sendable {
    private enum Instruction: Sendable {
        case consume(ScalarClass)
        case split(Int, Int)
        case jump(Int)
        case accept
    }

    private var instructions: [Instruction] = []
    /// The class of a pattern that is nothing but `[…]*` or `[…]+`, the common case.
    private var only: (set: ScalarClass, minimum: Int)?

    private static let mostInstructions = 20_000

    /// Nil when counted repetitions make the automaton too large.
    init?(_ node: PatternNode) {
        if let simple = Self.singleRepetition(node) {
            only = simple
            return
        }
        guard emit(node) else { return nil }
        instructions.append(.accept)
    }

    func matches(_ text: String) -> Bool {
        if let only {
            var count = 0
            for scalar in text.unicodeScalars {
                guard only.set.contains(scalar.value) else { return false }
                count += 1
            }
            return count >= only.minimum
        }
        return run(text)
    }

    private static func singleRepetition(_ node: PatternNode) -> (ScalarClass, Int)? {
        var node = node
        while case .sequence(let items) = node {
            let items = items.filter { if case .empty = $0 { false } else { true } }
            guard items.count == 1 else { return nil }
            node = items[0]
        }
        guard case .repetition(.scalars(let set), let minimum, .none) = node else { return nil }
        return (set, minimum)
    }

    private mutating func emit(_ node: PatternNode) -> Bool {
        guard instructions.count < Self.mostInstructions else { return false }
        switch node {
        case .empty: return true
        case .scalars(let set):
            instructions.append(.consume(set))
            return true
        case .sequence(let items):
            for item in items {
                guard emit(item) else { return false }
            }
            return true
        case .choice(let branches): return emitChoice(branches[...])
        case .repetition(let inner, let minimum, let maximum):
            for _ in 0..<minimum {
                guard emit(inner) else { return false }
            }
            guard let maximum else { return emitLoop(inner) }
            return emitOptional(inner, times: maximum - minimum)
        }
    }

    private mutating func emitChoice(_ branches: ArraySlice<PatternNode>) -> Bool {
        guard let first = branches.first else { return true }
        guard branches.count > 1 else { return emit(first) }
        let split = reserve()
        guard emit(first) else { return false }
        let jump = reserve()
        instructions[split] = .split(split + 1, instructions.count)
        guard emitChoice(branches.dropFirst()) else { return false }
        instructions[jump] = .jump(instructions.count)
        return true
    }

    private mutating func emitLoop(_ inner: PatternNode) -> Bool {
        let split = reserve()
        guard emit(inner) else { return false }
        instructions.append(.jump(split))
        instructions[split] = .split(split + 1, instructions.count)
        return true
    }

    private mutating func emitOptional(_ inner: PatternNode, times: Int) -> Bool {
        var splits: [Int] = []
        for _ in 0..<times {
            splits.append(reserve())
            guard emit(inner) else { return false }
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
        return true
    }

    private mutating func reserve() -> Int {
        instructions.append(.jump(instructions.count + 1))
        return instructions.count - 1
    }

    private func run(_ text: String) -> Bool {
        var current = StateSet(capacity: instructions.count)
        var next = StateSet(capacity: instructions.count)
        add(0, to: &current)
        for scalar in text.unicodeScalars {
            next.removeAll()
            for state in current.states {
                if case .consume(let set) = instructions[state], set.contains(scalar.value) {
                    add(state + 1, to: &next)
                }
            }
            if next.states.isEmpty { return false }
            swap(&current, &next)
        }
        return current.states.contains { if case .accept = instructions[$0] { true } else { false } }
    }

    /// Adds a state and all it reaches without consuming.
    private func add(_ state: Int, to set: inout StateSet) {
        var pending = [state]
        while let state = pending.popLast() {
            guard set.insert(state) else { continue }
            switch instructions[state] {
            case .jump(let target): pending.append(target)
            case .split(let first, let second): pending += [second, first]
            case .consume, .accept: break
            }
        }
    }
}

/// States met in one step; emptied without touching all of its memory.
private struct StateSet {
    private(set) var states: [Int] = []
    private var generations: [UInt32]
    private var generation: UInt32 = 1

    init(capacity: Int) { generations = Array(repeating: 0, count: capacity) }

    mutating func insert(_ state: Int) -> Bool {
        guard generations[state] != generation else { return false }
        generations[state] = generation
        states.append(state)
        return true
    }

    mutating func removeAll() {
        states.removeAll(keepingCapacity: true)
        generation += 1
    }
}
