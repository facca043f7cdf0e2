import ServiceKit
import Storage

extension Snapshot {
    func function(_ address: FunctionAddress) throws -> Function? {
        try find(Function.self, Function.key(address.accountID, address.region, address.name))
    }

    func require(_ address: FunctionAddress) throws -> Function {
        guard let function = try function(address) else { throw ServiceError.functionNotFound(address.arn) }
        return function
    }

    /// A version by its number, `$LATEST`, or nothing.
    func version(_ qualifier: String?, of function: Function) throws -> FunctionVersion? {
        guard let qualifier, qualifier != FunctionVersion.latest else { return function.latest }
        guard let number = FunctionVersion.number(qualifier) else { return nil }
        return try find(PublishedVersion.self, PublishedVersion.key(function.incarnation, number))?.version
    }

    func alias(_ name: String, of function: Function) throws -> FunctionAlias? {
        try find(FunctionAlias.self, FunctionAlias.key(function.incarnation, name))
    }

    /// The version that an address means, by way of an alias where it names one.
    func resolve(_ address: FunctionAddress) throws -> (
        function: Function, version: FunctionVersion, alias: FunctionAlias?
    ) {
        guard let function = try function(address) else { throw ServiceError.functionNotFound(address.qualifiedARN) }
        if let version = try version(address.qualifier, of: function) { return (function, version, nil) }
        guard let name = address.qualifier, let alias = try alias(name, of: function),
            let version = try version(alias.version, of: function)
        else { throw ServiceError.functionNotFound(address.qualifiedARN) }
        return (function, version, alias)
    }
}
