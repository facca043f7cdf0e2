import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    func untagResource(_ input: UntagResourceRequest, _ call: Call) async throws -> UntagResourceResponse {
        let resource = try taggable(input.resource)
        try await store.write { transaction in
            try transaction.changeTags(of: resource) { tags in for key in input.tagKeys { tags[key] = nil } }
        }
        return UntagResourceResponse()
    }
}
