import FoundationEssentials
import ServiceKit
import Storage

extension SessionContents {
    private enum SubjectCode { static let root = 0, user = 1, role = 2 }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        writer.text(accessKeyID)
        writer.text(secretAccessKey)
        writer.time(expiresAt)
        switch subject {
        case .root(let accountID):
            writer.number(SubjectCode.root)
            writer.text(accountID)
        case .user(let id):
            writer.number(SubjectCode.user)
            writer.text(id)
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
        case SubjectCode.root: subject = .root(accountID: try reader.text())
        case SubjectCode.user: subject = .user(id: try reader.text())
        case SubjectCode.role: subject = .role(try reader.session())
        default: throw StorageError.corrupt("a session of an unknown kind")
        }
    }
}

extension RecordWriter {
    fileprivate mutating func time(_ date: Date) { number(UInt64(max(0, date.timeIntervalSince1970 * 1000))) }

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
        optional(session.sourceIdentity)
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
        session.sourceIdentity = try optionalText()
        session.federatedProvider = try optionalText()
        for _ in 0..<(try integer()) {
            let name = try text()
            session.federatedClaims[name] = try list()
        }
        session.provenance = try texts()
        return session
    }
}
