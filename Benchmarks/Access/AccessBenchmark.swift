import ArgumentParser
import FoundationEssentials
import IAM
import PolicyEngine
import ServiceKit
import StorageSQLite
import Wire

#if canImport(Glibc)
    import Glibc
#endif

/// What a decision costs: the policy engine alone, and IAM's whole answer with its context and caches, for a
/// role with five policies of ten statements. Prints JSON; times are of one core's computing.
@main
struct AccessBenchmark: AsyncParsableCommand {
    @Option(help: "Decisions of each measurement.")
    var count = 200_000

    func run() async throws {
        let engine = try Self.engine(count)
        let whole = try await Self.whole(count)
        let rows = (engine + whole).map { #""\#($0.name)":\#($0.microseconds)"# }
        print("{\(rows.joined(separator: ","))}")
    }

    private struct Figure {
        var name: String
        var microseconds: Double
    }

    /// Ten statements, of which only the last of the last policy takes in what is asked.
    static func policy(_ number: Int, of count: Int) -> String {
        let statements = (0..<10).map { index -> String in
            let isLast = number == count - 1 && index == 9
            let service = ["s3", "dynamodb", "lambda", "logs", "sqs"][index % 5]
            let actions =
                isLast ? #"["s3:GetObject","s3:PutObject"]"# : #"["\#(service):Get*","\#(service):List\#(index)*"]"#
            let resource =
                isLast ? "arn:aws:s3:::photos/*" : "arn:aws:\(service):us-east-1:000000000000:thing-\(index)/*"
            return #"{"Sid":"S\#(index)","Effect":"Allow","Action":\#(actions),"Resource":"\#(resource)","#
                + #""Condition":{"StringEquals":{"aws:PrincipalAccount":"000000000000"}}}"#
        }
        return #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    // MARK: The engine

    private static func engine(_ count: Int) throws -> [Figure] {
        let set = PolicySet(
            identity: try (0..<5).map {
                NamedPolicy("policy-\($0)", try PolicyDocument(parsing: policy($0, of: 5), as: .managed))
            })
        let principal = PrincipalDescription(
            kind: .roleSession, arn: "arn:aws:sts::000000000000:assumed-role/r/s",
            roleARN: "arn:aws:iam::000000000000:role/r", account: "000000000000", userID: "AROAX:s")
        return [("allowed", "s3:GetObject"), ("denied", "s3:DeleteObject")].map { name, action in
            let context = ContextValues(["aws:PrincipalAccount": ["000000000000"]])
            let request = AccessRequest(
                action: action, resource: "arn:aws:s3:::photos/summer/1.jpeg", principal: principal,
                context: context, resourceAccount: "000000000000")
            var allowed = 0
            let seconds = computing { for _ in 0..<count where set.decide(request).isAllowed { allowed += 1 } }
            precondition(allowed == (name == "allowed" ? count : 0))
            return Figure(name: "engine_\(name)", microseconds: seconds / Double(count) * 1e6)
        }
    }

    // MARK: IAM

    private static func whole(_ count: Int) async throws -> [Figure] {
        let folder = FileManager.default.temporaryDirectory.path + "/hanok-access-benchmark"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let role = try await BenchmarkRole(in: folder)
        let permission = Permission("s3:GetObject", on: "arn:aws:s3:::photos/summer/1.jpeg", in: "000000000000")
        let began = processSeconds()
        for _ in 0..<count {
            guard try await role.iam.decide(permission, role.call).isAllowed else { fatalError("denied") }
        }
        return [Figure(name: "decision", microseconds: (processSeconds() - began) / Double(count) * 1e6)]
    }

    private static func computing(_ body: () -> Void) -> Double {
        let began = processSeconds()
        body()
        return processSeconds() - began
    }

    private static func processSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
