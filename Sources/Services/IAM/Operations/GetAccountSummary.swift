import IAMModel
import ServiceKit
import Storage

extension IAM {
    func getAccountSummary(
        _ input: GetAccountSummaryRequest, _ call: Call
    ) async throws -> GetAccountSummaryResponse {
        let account = call.accountID
        let counted = try await store.read { try $0.summary(ofAccount: account) }
        return GetAccountSummaryResponse(summaryMap: counted.merging(Self.quotas) { first, _ in first })
    }

    /// Under the names that AWS has for them here.
    private static let quotas = [
        "AccessKeysPerUserQuota": AccessKeyRecord.mostPerUser,
        "AssumeRolePolicySizeQuota": PolicySize.trust,
        "AttachedPoliciesPerGroupQuota": Attachment.mostPerHolder,
        "AttachedPoliciesPerRoleQuota": Attachment.mostPerHolder,
        "AttachedPoliciesPerUserQuota": Attachment.mostPerHolder,
        "GlobalEndpointTokenVersion": 1,
        "GroupPolicySizeQuota": PolicySize.inline(ofKind: GroupRecord.kind),
        "GroupsPerUserQuota": GroupMember.mostGroupsPerUser,
        "GroupsQuota": GroupRecord.mostPerAccount,
        "InstanceProfilesQuota": InstanceProfileRecord.mostPerAccount,
        "PoliciesQuota": PolicyRecord.mostPerAccount,
        "PolicySizeQuota": PolicySize.managed,
        "PolicyVersionsInUseQuota": PolicyVersionRecord.mostPerAccount,
        "RolePolicySizeQuota": PolicySize.inline(ofKind: RoleRecord.kind),
        "RolesQuota": RoleRecord.mostPerAccount,
        "ServerCertificates": 0,
        "ServerCertificatesQuota": 20,
        "SigningCertificatesPerUserQuota": 2,
        "UserPolicySizeQuota": PolicySize.inline(ofKind: UserRecord.kind),
        "UsersQuota": UserRecord.mostPerAccount,
        "VersionsPerPolicyQuota": PolicyVersionRecord.mostPerPolicy,
    ]
}

extension Snapshot {
    fileprivate func summary(ofAccount id: String) throws -> [String: Int] {
        var policies = 0
        var versions = 0
        try forEach(PolicyRecord.self, below: PolicyRecord.all(id)) { policy in
            policies += 1
            versions += try count(
                below: PolicyVersionRecord.all(of: policy.id), upTo: PolicyVersionRecord.mostPerPolicy)
        }
        var devices = 0
        var devicesInUse = 0
        try forEach(MFADeviceRecord.self, below: MFADeviceRecord.all(id)) { device in
            devices += 1
            if device.userID != nil { devicesInUse += 1 }
        }
        return [
            // The root signs with keys of the configuration and has nothing else.
            "AccountAccessKeysPresent": 1,
            "AccountMFAEnabled": 0,
            "AccountPasswordPresent": 0,
            "AccountSigningCertificatesPresent": 0,
            "Groups": try count(below: GroupRecord.all(id), upTo: GroupRecord.mostPerAccount),
            "InstanceProfiles": try count(
                below: InstanceProfileRecord.all(id), upTo: InstanceProfileRecord.mostPerAccount),
            "MFADevices": devices,
            "MFADevicesInUse": devicesInUse,
            "Policies": policies,
            "PolicyVersionsInUse": versions,
            "Providers": try count(
                below: OpenIDConnectProviderRecord.all(id), upTo: OpenIDConnectProviderRecord.mostPerAccount),
            "Roles": try count(below: RoleRecord.all(id), upTo: RoleRecord.mostPerAccount),
            "Users": try count(below: UserRecord.all(id), upTo: UserRecord.mostPerAccount),
        ]
    }
}
