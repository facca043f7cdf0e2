import FoundationEssentials
import ServiceKit
import Storage

extension SessionContents {
    private enum SubjectCode { static let root = 0, user = 1, role = 2, federatedUser = 3 }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        writer.text(accessKeyID)
        writer.text(secretAccessKey)
        writer.time(expiresAt)
        switch subject {
        case .root(let accountID, let session):
            writer.number(SubjectCode.root)
            writer.text(accountID)
            writer.session(session)
        case .user(let id, let session):
            writer.number(SubjectCode.user)
            writer.text(id)
            writer.session(session)
        case .federatedUser(let session):
            writer.number(SubjectCode.federatedUser)
            writer.session(session)
        case .role(let session):
            writer.number(SubjectCode.role)
            writer.session(session)
        }
        return writer.bytes
    }

    init(decoding bytes: [UInt8]) throws {
        var reader = RecordReader(bytes[...])
        accessKeyID = try reader.text()
        secretAccessKey = try reader.text()
        expiresAt = try reader.time()
        switch try reader.integer() {
        case SubjectCode.root: subject = .root(accountID: try reader.text(), try reader.userSession())
        case SubjectCode.user:
            let id = try reader.text()
            subject = .user(id: id, try reader.userSession())
        case SubjectCode.federatedUser: subject = .federatedUser(try reader.federatedSession())
        case SubjectCode.role: subject = .role(try reader.session())
        default: throw StorageError.corrupt("a session of an unknown kind")
        }
    }
}

extension RecordWriter {
    fileprivate mutating func time(_ date: Date) { number(UInt64(max(0, date.timeIntervalSince1970 * 1000))) }

    fileprivate mutating func optional(_ date: Date?) {
        number(date == nil ? 0 : 1)
        if let date { time(date) }
    }

    fileprivate mutating func session(_ session: UserSession) {
        time(session.issuedAt)
        time(session.expiresAt)
        optional(session.mfaAt)
    }

    fileprivate mutating func session(_ session: FederatedUserSession) {
        text(session.accountID)
        text(session.name)
        optional(session.userID)
        text(session.userARN)
        time(session.issuedAt)
        time(session.expiresAt)
        list(session.sessionPolicies)
        list(session.sessionPolicyARNs)
        texts(session.tags)
    }

    fileprivate mutating func list(_ texts: [String]) {
        number(texts.count)
        for item in texts { text(item) }
    }

    fileprivate mutating func session(_ session: RoleSession) {
        text(session.accountID)
        text(session.roleARN)
        text(session.roleName)
        text(session.roleID)
        text(session.sessionName)
        time(session.issuedAt)
        time(session.expiresAt)
        number(session.sessionPolicies == nil ? 0 : 1)
        list(session.sessionPolicies ?? [])
        list(session.sessionPolicyARNs)
        texts(session.tags)
        list(session.transitiveTagKeys)
        optional(session.sourceIdentity)
        optional(session.mfaAt)
        optional(session.federatedProvider)
        number(session.federatedClaims.count)
        for (name, values) in session.federatedClaims {
            text(name)
            list(values)
        }
        texts(session.provenance)
    }
}

extension RecordReader {
    fileprivate mutating func time() throws -> Date {
        Date(timeIntervalSince1970: Double(try number()) / 1000)
    }

    fileprivate mutating func optionalTime() throws -> Date? { try integer() == 0 ? nil : try time() }

    fileprivate mutating func userSession() throws -> UserSession {
        UserSession(issuedAt: try time(), expiresAt: try time(), mfaAt: try optionalTime())
    }

    fileprivate mutating func federatedSession() throws -> FederatedUserSession {
        FederatedUserSession(
            accountID: try text(), name: try text(), userID: try optionalText(), userARN: try text(),
            issuedAt: try time(), expiresAt: try time(), sessionPolicies: try list(), sessionPolicyARNs: try list(),
            tags: try texts())
    }

    fileprivate mutating func list() throws -> [String] {
        let count = try integer()
        var texts: [String] = []
        // Each takes at least a byte: a wrong count ends at the end of the bytes.
        for _ in 0..<count { texts.append(try text()) }
        return texts
    }

    fileprivate mutating func session() throws -> RoleSession {
        var session = RoleSession(
            accountID: try text(), roleARN: try text(), roleName: try text(), roleID: try text(),
            sessionName: try text(), issuedAt: try time(), expiresAt: try time())
        let isNarrowed = try integer() == 1
        let policies = try list()
        session.sessionPolicies = isNarrowed ? policies : nil
        session.sessionPolicyARNs = try list()
        session.tags = try texts()
        session.transitiveTagKeys = try list()
        session.sourceIdentity = try optionalText()
        session.mfaAt = try optionalTime()
        session.federatedProvider = try optionalText()
        for _ in 0..<(try integer()) {
            let name = try text()
            session.federatedClaims[name] = try list()
        }
        session.provenance = try texts()
        return session
    }
}
