import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func publishVersion(_ input: PublishVersionRequest, _ call: Call) async throws -> FunctionConfiguration {
        let address = try self.address(input.functionName, nil, call, allowingQualifier: false)
        let (function, version) = try await store.write { transaction in
            var function = try transaction.require(address)
            try Self.check(input.revisionId, against: function.latest)
            if let sha = input.codeSha256, sha != function.latest.code.sha256 {
                throw ServiceError.invalid(
                    "CodeSHA256 (\(sha)) is different from current CodeSHA256 in $LATEST "
                        + "(\(function.latest.code.sha256)). Please try again with the CodeSHA256 in $LATEST.")
            }
            let version = try transaction.publish(&function, description: input.description, at: call.time)
            try transaction.save(function)
            return (function, version)
        }
        return configuration(of: function, version.number, version: version)
    }
}
