import CivilTime
import FoundationEssentials
import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    static let noURL = ServiceError.notFound("The resource you requested does not exist.")
    static let noURLFunction = ServiceError.notFound("Function does not exist")

    /// Where programs reach it: below the public address, whose name they can look up.
    func url(of url: FunctionURL) -> String { endpoint.url + FunctionURLAddress.prefix + url.id + "/" }

    static func check(_ mode: InvokeMode?) throws {
        guard mode == .responseStream else { return }
        throw ServiceError.invalid(
            "RESPONSE_STREAM is not served here: function URLs answer in one piece, which InvokeMode BUFFERED asks for."
        )
    }

    /// For the condition keys of what is done with a URL.
    func urlPermission(
        _ action: String, _ name: String, _ qualifier: String?, authType: FunctionUrlAuthType?, _ call: Call
    ) async throws -> [Permission] {
        let arn = Self.arn(name, qualifier, call)
        var own = try await ownPermission(action, on: arn)
        own.context["lambda:FunctionArn"] = [arn]
        if let authType { own.context["lambda:FunctionUrlAuthType"] = [authType.rawValue] }
        return [own]
    }

    /// With how callers are told apart now.
    func urlPermission(
        _ action: String, _ name: String, _ qualifier: String?, _ call: Call
    ) async throws -> [Permission] {
        let address = FunctionAddress(arn: Self.arn(name, qualifier, call))
        let standing = try await store.read { snapshot in try address.flatMap { try snapshot.url(of: $0) } }
        let type = standing.map { FunctionUrlAuthType(rawValue: $0.authType) }
        return try await urlPermission(action, name, qualifier, authType: type, call)
    }
}

extension Snapshot {
    func url(of address: FunctionAddress) throws -> FunctionURL? {
        guard let function = try function(address) else { return nil }
        return try find(FunctionURL.self, FunctionURL.key(function.incarnation, address.qualifier ?? ""))
    }

    /// The function that a URL is to be of; the qualifier must be an alias.
    func requireForURL(_ address: FunctionAddress) throws -> Function {
        guard let function = try function(address) else { throw Lambda.noURLFunction }
        if let qualifier = address.qualifier, try alias(qualifier, of: function) == nil { throw Lambda.noURLFunction }
        return function
    }
}

extension Cors {
    /// Nil where nothing is set: that is how CORS is turned off again.
    var ifAny: Cors? { self == Cors() ? nil : self }
}
