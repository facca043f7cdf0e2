import CognitoUserPoolsModel
import FoundationEssentials
import Storage

/// An import of users from a CSV file, with how far it has come.
struct UserImportJob: Record, Codable {
    static let table = TableID.userImportJobs

    /// AWS's quota for a pool.
    static let maxPerPool = 1000
    /// A job that is not started within a day expires.
    static let startWithin: TimeInterval = 86_400

    var poolID: String
    var id: String
    var name: String
    var roleARN: String
    var status: UserImportJobStatusType
    var createdAt: Date
    var startedAt: Date?
    var completedAt: Date?
    var message: String?
    var imported = 0
    var skipped = 0
    var failed = 0

    /// Rows of the file that are done, the header left out.
    var done: Int { imported + skipped + failed }

    var key: Key { Self.key(poolID, id) }
    static func listing(_ poolID: String) -> Key { Key(table: .userImportJobs).text(poolID) }
    static func key(_ poolID: String, _ id: String) -> Key { listing(poolID).text(id) }

    var isActive: Bool { [.pending, .inProgress, .stopping].contains(status) }

    func status(at time: Date) -> UserImportJobStatusType {
        status == .created && time >= createdAt.addingTimeInterval(Self.startWithin) ? .expired : status
    }

    mutating func end(_ status: UserImportJobStatusType, _ message: String, at time: Date) {
        self.status = status
        self.message = message
        completedAt = time
    }

    func summary(at time: Date, uploadTo address: String? = nil) -> UserImportJobType {
        UserImportJobType(
            jobName: name, jobId: id, userPoolId: poolID, preSignedUrl: address, creationDate: createdAt,
            startDate: startedAt, completionDate: completedAt, status: status(at: time),
            cloudWatchLogsRoleArn: roleARN, importedUsers: imported, skippedUsers: skipped, failedUsers: failed,
            completionMessage: message)
    }
}

/// The file of an import that has not ended.
struct UserImportFile: Record {
    static let table = TableID.userImportFiles
    static let maxBytes = 16 << 20

    var poolID: String
    var jobID: String
    var bytes: [UInt8]

    init(poolID: String, jobID: String, bytes: [UInt8]) {
        self.poolID = poolID
        self.jobID = jobID
        self.bytes = bytes
    }

    var key: Key { Self.key(poolID, jobID) }
    static func key(_ poolID: String, _ jobID: String) -> Key {
        Key(table: .userImportFiles).text(poolID).text(jobID)
    }

    func encoded() -> [UInt8] {
        var writer = RecordWriter()
        writer.text(poolID)
        writer.text(jobID)
        writer.data(bytes)
        return writer.bytes
    }

    init(decoding bytes: ArraySlice<UInt8>, version: UInt8) throws {
        var reader = RecordReader(bytes)
        poolID = try reader.text()
        jobID = try reader.text()
        self.bytes = Array(try reader.data())
    }
}
