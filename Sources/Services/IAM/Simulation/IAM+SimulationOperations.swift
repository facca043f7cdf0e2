import IAMModel
import ServiceKit

/// What simulates policies: IAM's table of contents goes on here.
extension IAM {
    var simulation: [Operation] {
        [
            signed(simulateCustomPolicy, needs: { _, _ in [onAnything("SimulateCustomPolicy")] }, bodyLimit: 4 << 20),
            signed(
                simulatePrincipalPolicy, needs: { [onEntity("SimulatePrincipalPolicy", $0.policySourceArn, $1)] },
                bodyLimit: 4 << 20),
            signed(
                getContextKeysForCustomPolicy, needs: { _, _ in [onAnything("GetContextKeysForCustomPolicy")] },
                bodyLimit: 4 << 20),
            signed(
                getContextKeysForPrincipalPolicy,
                needs: { [onEntity("GetContextKeysForPrincipalPolicy", $0.policySourceArn, $1)] }, bodyLimit: 4 << 20),
        ]
    }

    private func onAnything(_ action: String) -> Permission { Permission("iam:\(action)", on: "*") }

    private func onEntity(_ action: String, _ arn: String, _ call: Call) -> Permission {
        Permission("iam:\(action)", on: arn, in: call.accountID)
    }
}
