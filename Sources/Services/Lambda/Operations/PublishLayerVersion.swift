import LambdaModel
import ServiceKit
import Storage

extension Lambda {
    /// Makes the next version of a layer, which is there from its first version on.
    func publishLayerVersion(
        _ input: PublishLayerVersionRequest, _ call: Call
    ) async throws -> PublishLayerVersionResponse {
        let address = LayerAddress(input.layerName, accountID: call.accountID, region: call.region)
        guard address.region == call.region else { throw Self.noLayer }
        let content = input.content
        let archive = try await self.archive(
            zipFile: content.zipFile, bucket: content.s3Bucket, key: content.s3Key, call)
        let kept = try await keep(archive, call)
        let version = try await commit(kept) { transaction in
            let key = LayerName.key(address.accountID, address.region, address.name)
            var layer =
                try transaction.find(LayerName.self, key)
                ?? LayerName(
                    accountID: address.accountID, region: address.region, name: address.name, lastVersion: 0)
            layer.lastVersion += 1
            try transaction.save(layer)
            let version = LayerVersion(
                accountID: address.accountID, region: address.region, name: address.name, number: layer.lastVersion,
                description: input.description ?? "", runtimes: input.compatibleRuntimes?.map(\.rawValue),
                architectures: input.compatibleArchitectures?.map(\.rawValue), license: input.licenseInfo,
                code: kept.reference, createdAt: call.time)
            try transaction.save(version)
            return version
        }
        let answer = try answer(version, call)
        return PublishLayerVersionResponse(
            content: answer.content, layerArn: answer.layerArn, layerVersionArn: answer.layerVersionArn,
            description: answer.description, createdDate: answer.createdDate, version: answer.version,
            compatibleRuntimes: answer.compatibleRuntimes, licenseInfo: answer.licenseInfo,
            compatibleArchitectures: answer.compatibleArchitectures)
    }
}
