import LambdaModel
import PolicyEngine
import ServiceKit

/// Every operation that is served: who may call it, for which action on which resource.
extension Lambda {
    package var operations: [Operation] {
        functionOperations + versionOperations + aliasOperations + eventOperations + layerOperations + urlOperations
            + sourceOperations + policyOperations + settingOperations + runOperations
    }

    /// An archive of 50 MB in base64, and the rest of the request.
    private static let uploadLimit = 70_167_211

    private var functionOperations: [Operation] {
        [
            signed(createFunction, needs: creating, bodyLimit: Self.uploadLimit),
            signed(
                deleteFunction, allows: "lambda:DeleteFunction", on: { Self.arn($0.functionName, $0.qualifier, $1) }),
            signed(getAccountSettings, allows: "lambda:GetAccountSettings", on: { _, _ in "*" }),
            signed(getFunction, allows: "lambda:GetFunction", on: { Self.arn($0.functionName, $0.qualifier, $1) }),
            signed(
                getFunctionConfiguration, allows: "lambda:GetFunctionConfiguration",
                on: { Self.arn($0.functionName, $0.qualifier, $1) }),
            signed(listFunctions, allows: "lambda:ListFunctions", on: { _, _ in "*" }),
            signed(
                updateFunctionCode, allows: "lambda:UpdateFunctionCode", on: { Self.arn($0.functionName, $1) },
                bodyLimit: Self.uploadLimit),
            signed(updateFunctionConfiguration, needs: updating),
            signed(listTags, allows: "lambda:ListTags", on: { input, _ in input.resource }),
            signed(
                tagResource, allows: "lambda:TagResource", on: { input, _ in input.resource },
                tags: { RequestedTags($0.tags) }),
            signed(
                untagResource, allows: "lambda:UntagResource", on: { input, _ in input.resource },
                tags: { RequestedTags(removing: $0.tagKeys) }),
        ]
    }

    private var versionOperations: [Operation] {
        [
            signed(
                listVersionsByFunction, allows: "lambda:ListVersionsByFunction",
                on: { Self.arn($0.functionName, $1) }),
            signed(publishVersion, allows: "lambda:PublishVersion", on: { Self.arn($0.functionName, $1) }),
            signed(
                deleteFunctionConcurrency, allows: "lambda:DeleteFunctionConcurrency",
                on: { Self.arn($0.functionName, $1) }),
            signed(
                getFunctionConcurrency, allows: "lambda:GetFunctionConcurrency", on: { Self.arn($0.functionName, $1) }),
            signed(
                putFunctionConcurrency, allows: "lambda:PutFunctionConcurrency", on: { Self.arn($0.functionName, $1) }),
        ]
    }

    private var aliasOperations: [Operation] {
        [
            signed(createAlias, allows: "lambda:CreateAlias", on: { Self.arn($0.functionName, $1) }),
            signed(deleteAlias, allows: "lambda:DeleteAlias", on: { Self.arn($0.functionName, $1) }),
            signed(getAlias, allows: "lambda:GetAlias", on: { Self.arn($0.functionName, $1) }),
            signed(listAliases, allows: "lambda:ListAliases", on: { Self.arn($0.functionName, $1) }),
            signed(updateAlias, allows: "lambda:UpdateAlias", on: { Self.arn($0.functionName, $1) }),
        ]
    }

    private var eventOperations: [Operation] {
        [
            signed(
                deleteFunctionEventInvokeConfig, allows: "lambda:DeleteFunctionEventInvokeConfig",
                on: { Self.arn($0.functionName, $0.qualifier, $1) }),
            signed(
                getFunctionEventInvokeConfig, allows: "lambda:GetFunctionEventInvokeConfig",
                on: { Self.arn($0.functionName, $0.qualifier, $1) }),
            signed(
                listFunctionEventInvokeConfigs, allows: "lambda:ListFunctionEventInvokeConfigs",
                on: { Self.arn($0.functionName, $1) }),
            signed(
                putFunctionEventInvokeConfig, allows: "lambda:PutFunctionEventInvokeConfig",
                on: { Self.arn($0.functionName, $0.qualifier, $1) }),
            signed(
                updateFunctionEventInvokeConfig, allows: "lambda:UpdateFunctionEventInvokeConfig",
                on: { Self.arn($0.functionName, $0.qualifier, $1) }),
        ]
    }

    private var layerOperations: [Operation] {
        [
            signed(
                addLayerVersionPermission, allows: "lambda:AddLayerVersionPermission",
                on: { Self.layerARN($0.layerName, $0.versionNumber, $1) }),
            signed(
                deleteLayerVersion, allows: "lambda:DeleteLayerVersion",
                on: { Self.layerARN($0.layerName, $0.versionNumber, $1) }),
            signed(
                getLayerVersion, allows: "lambda:GetLayerVersion",
                on: { Self.layerARN($0.layerName, $0.versionNumber, $1) }),
            signed(getLayerVersionByArn, allows: "lambda:GetLayerVersion", on: { input, _ in input.arn }),
            signed(
                getLayerVersionPolicy, allows: "lambda:GetLayerVersionPolicy",
                on: { Self.layerARN($0.layerName, $0.versionNumber, $1) }),
            signed(listLayerVersions, needs: listingLayerVersions),
            signed(listLayers, allows: "lambda:ListLayers", on: { _, _ in "*" }),
            signed(
                publishLayerVersion, allows: "lambda:PublishLayerVersion", on: { Self.layerARN($0.layerName, $1) },
                bodyLimit: Self.uploadLimit),
            signed(
                removeLayerVersionPermission, allows: "lambda:RemoveLayerVersionPermission",
                on: { Self.layerARN($0.layerName, $0.versionNumber, $1) }),
        ]
    }

    private var urlOperations: [Operation] {
        [
            signed(createFunctionUrlConfig) { input, call in
                try await urlPermission(
                    "lambda:CreateFunctionUrlConfig", input.functionName, input.qualifier, authType: input.authType,
                    call)
            },
            signed(deleteFunctionUrlConfig) { input, call in
                try await urlPermission("lambda:DeleteFunctionUrlConfig", input.functionName, input.qualifier, call)
            },
            signed(getFunctionUrlConfig) { input, call in
                try await urlPermission("lambda:GetFunctionUrlConfig", input.functionName, input.qualifier, call)
            },
            signed(
                listFunctionUrlConfigs, allows: "lambda:ListFunctionUrlConfigs",
                on: { Self.arn($0.functionName, $1) }),
            signed(updateFunctionUrlConfig, needs: updatingURL),
        ]
    }

    private var sourceOperations: [Operation] {
        [
            signed(createEventSourceMapping, needs: creatingEventSource),
            signed(deleteEventSourceMapping) { input, call in
                try await eventSourcePermission("lambda:DeleteEventSourceMapping", input.uuid, call)
            },
            signed(getEventSourceMapping) { input, call in
                try await eventSourcePermission("lambda:GetEventSourceMapping", input.uuid, call)
            },
            signed(listEventSourceMappings, allows: "lambda:ListEventSourceMappings", on: { _, _ in "*" }),
            signed(updateEventSourceMapping) { input, call in
                try await eventSourcePermission("lambda:UpdateEventSourceMapping", input.uuid, call)
            },
        ]
    }

    private var settingOperations: [Operation] {
        [
            signed(
                getFunctionCodeSigningConfig, allows: "lambda:GetFunctionCodeSigningConfig",
                on: { Self.arn($0.functionName, $1) }),
            signed(
                getFunctionRecursionConfig, allows: "lambda:GetFunctionRecursionConfig",
                on: { Self.arn($0.functionName, $1) }),
            signed(
                getRuntimeManagementConfig, allows: "lambda:GetRuntimeManagementConfig",
                on: { Self.arn($0.functionName, $0.qualifier, $1) }),
            signed(
                listProvisionedConcurrencyConfigs, allows: "lambda:ListProvisionedConcurrencyConfigs",
                on: { Self.arn($0.functionName, $1) }),
            signed(
                putFunctionRecursionConfig, allows: "lambda:PutFunctionRecursionConfig",
                on: { Self.arn($0.functionName, $1) }),
            signed(
                putRuntimeManagementConfig, allows: "lambda:PutRuntimeManagementConfig",
                on: { Self.arn($0.functionName, $0.qualifier, $1) }),
        ]
    }

    private var policyOperations: [Operation] {
        [
            signed(addPermission, needs: addingPermission),
            signed(getPolicy, allows: "lambda:GetPolicy", on: { Self.arn($0.functionName, $0.qualifier, $1) }),
            signed(
                removePermission, allows: "lambda:RemovePermission",
                on: { Self.arn($0.functionName, $0.qualifier, $1) }),
        ]
    }

    private var runOperations: [Operation] {
        [
            signed(invoke, needs: invoking, bodyLimit: Self.largestPayload + 1),
            signed(
                invokeAsync, allows: "lambda:InvokeAsync", on: { Self.arn($0.functionName, $1) },
                bodyLimit: Self.largestPayload + 1),
        ]
    }
}
