import FoundationEssentials

/// How long a group keeps events: one of the numbers of days that AWS takes.
enum LogRetention {
    static let days = [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ]
}
