import AWSClient
import FoundationEssentials
import ServiceKit
import Wire

/// Makes what the five documents build, by the public APIs and as any client would. What is there already stays as it is:
/// each step looks first.
struct DemoBuilder: Sendable {
    let client: AWSClient
    /// Where browsers reach the server.
    let publicURL: String
    /// For archives of functions, for a moment.
    let folder: String

    var region: String { client.endpoints.region }

    func build() async throws -> DemoPlaces {
        var places = DemoPlaces()
        places.region = region
        places.accountID = try await accountID()
        try await makePool(&places)
        try await makeBuckets(places)
        try await makeIdentityPools(&places)
        try await makeTable(places)
        try await makeFunctions(places)
        try await makeHTTPAPI(&places)
        try await makeRESTAPI(&places)
        return places
    }

    private func accountID() async throws -> String {
        var reader = try XMLReader(try await client.query("sts", "GetCallerIdentity", version: "2011-06-15", []))
        try reader.beginDocument()
        while let name = try reader.nextChild() {
            guard name == "GetCallerIdentityResult" else {
                try reader.skip()
                continue
            }
            while let field = try reader.nextChild() {
                if field == "Account" { return try reader.text() }
                try reader.skip()
            }
        }
        throw DemoFailure(step: "account")
    }

    /// What a step makes, unless it is there: a code that says so is no failure.
    func unlessThere(_ codes: [String], _ make: () async throws -> Void) async throws {
        do { try await make() } catch let failure as AWSFailure where codes.contains(failure.code) {}
    }

    /// The member `id` of the first element whose `name` is the wanted one.
    static func find(_ list: JSONValue?, _ nameMember: String, _ name: String, _ id: String) -> String? {
        list?.array?.first { $0[nameMember]?.string == name }?[id]?.string
    }

    func required(_ value: String?, _ step: String) throws -> String {
        guard let value else { throw DemoFailure(step: step) }
        return value
    }
}

/// A reply that was not what AWS's model says.
struct DemoFailure: Error { let step: String }
