import ServiceKit

/// How long a session of a role may last.
enum SessionLength {
    static let longestChained = 3600
    static let longestOfRoot = 3600
    static let standardOfUser = 43_200

    /// - Parameter isChained: a session asks for another, which then lasts an hour at most.
    static func ofRole(_ asked: Int?, _ role: RoleRecord, isChained: Bool) throws -> Int {
        let seconds = asked ?? RoleRecord.standardSessionSeconds
        guard !isChained || seconds <= longestChained else {
            throw ServiceError.validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
                    + "chaining")
        }
        guard seconds <= role.maxSessionSeconds else {
            throw ServiceError.validation(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        }
        return seconds
    }
}
