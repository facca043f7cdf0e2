import APIGatewayModel
import ServiceKit

/// Operations on what an account has beside its APIs: keys, usage plans, domains.
extension APIGateway {
    var keyOperations: [Operation] {
        [
            signed(createApiKey, needs: { [try await need("POST", "/apikeys", $1, RequestedTags($0.tags))] }),
            signed(getApiKey, needs: { [try await need("GET", "/apikeys/\($0.apiKey)", $1)] }),
            signed(getApiKeys, needs: { [try await need("GET", "/apikeys", $1)] }),
            signed(updateApiKey, needs: { [try await need("PATCH", "/apikeys/\($0.apiKey)", $1)] }),
            signed(deleteApiKey, needs: { [try await need("DELETE", "/apikeys/\($0.apiKey)", $1)] }),
            signed(createUsagePlan, needs: { [try await need("POST", "/usageplans", $1, RequestedTags($0.tags))] }),
            signed(getUsagePlan, needs: { [try await need("GET", "/usageplans/\($0.usagePlanId)", $1)] }),
            signed(getUsagePlans, needs: { [try await need("GET", "/usageplans", $1)] }),
            signed(updateUsagePlan, needs: { [try await need("PATCH", "/usageplans/\($0.usagePlanId)", $1)] }),
            signed(deleteUsagePlan, needs: { [try await need("DELETE", "/usageplans/\($0.usagePlanId)", $1)] }),
            signed(createUsagePlanKey, needs: { [try await need("POST", "/usageplans/\($0.usagePlanId)/keys", $1)] }),
            signed(
                getUsagePlanKey,
                needs: { [try await need("GET", "/usageplans/\($0.usagePlanId)/keys/\($0.keyId)", $1)] }),
            signed(getUsagePlanKeys, needs: { [try await need("GET", "/usageplans/\($0.usagePlanId)/keys", $1)] }),
            signed(
                deleteUsagePlanKey,
                needs: { [try await need("DELETE", "/usageplans/\($0.usagePlanId)/keys/\($0.keyId)", $1)] }),
            signed(getUsage, needs: { [try await need("GET", "/usageplans/\($0.usagePlanId)/usage", $1)] }),
            signed(
                updateUsage,
                needs: { [try await need("PATCH", "/usageplans/\($0.usagePlanId)/keys/\($0.keyId)/usage", $1)] }),
            signed(getAccount, needs: { [try await need("GET", "/account", $1)] }),
            signed(
                updateAccount,
                needs: {
                    [try await need("PATCH", "/account", $1)]
                        + PassedRoles.permissions($0.patchOperations, at: "cloudwatchRoleArn")
                }),
            signed(
                importApiKeys, needs: { _, call in [try await need("POST", "/apikeys", call)] }, bodyLimit: 2 << 20),
        ]
    }

    var domainOperations: [Operation] {
        [
            signed(createDomainName, needs: { [try await need("POST", "/domainnames", $1, RequestedTags($0.tags))] }),
            signed(getDomainName, needs: { [try await need("GET", "/domainnames/\($0.domainName)", $1)] }),
            signed(getDomainNames, needs: { [try await need("GET", "/domainnames", $1)] }),
            signed(updateDomainName, needs: { [try await need("PATCH", "/domainnames/\($0.domainName)", $1)] }),
            signed(deleteDomainName, needs: { [try await need("DELETE", "/domainnames/\($0.domainName)", $1)] }),
            signed(
                createBasePathMapping,
                needs: { [try await need("POST", "/domainnames/\($0.domainName)/basepathmappings", $1)] }),
            signed(
                getBasePathMapping,
                needs: { [try await need("GET", "/domainnames/\($0.domainName)/basepathmappings/\($0.basePath)", $1)] }),
            signed(
                getBasePathMappings,
                needs: { [try await need("GET", "/domainnames/\($0.domainName)/basepathmappings", $1)] }),
            signed(
                updateBasePathMapping,
                needs: {
                    [try await need("PATCH", "/domainnames/\($0.domainName)/basepathmappings/\($0.basePath)", $1)]
                }),
            signed(
                deleteBasePathMapping,
                needs: {
                    [try await need("DELETE", "/domainnames/\($0.domainName)/basepathmappings/\($0.basePath)", $1)]
                }),
        ]
    }
}
