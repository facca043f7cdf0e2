import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func untagResource(_ input: UntagResourceRequest, _ call: Call) async throws -> UntagResourceResponse {
        let address = try taggable(input.resource)
        try await store.write { transaction in
            var function = try transaction.require(address)
            for key in input.tagKeys { function.tags[key] = nil }
            try transaction.save(function)
        }
        return UntagResourceResponse()
    }
}
