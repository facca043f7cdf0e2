/// How the documents of AWS's policies are written: one statement a line.
extension AWSManagedPolicy {
    static func allow(
        _ actions: String..., on resources: [String] = ["*"], when condition: String? = nil
    ) -> String {
        statement("Allow", "Action", actions, resources, condition)
    }

    static func allow(_ actions: [String]) -> String { statement("Allow", "Action", actions, ["*"], nil) }

    static func allowAllBut(_ actions: String...) -> String {
        statement("Allow", "NotAction", actions, ["*"], nil)
    }

    static func deny(_ actions: String...) -> String { statement("Deny", "Action", actions, ["*"], nil) }

    /// That a role may be given to that service, and to no other.
    static func allowPassingRoles(to service: String) -> String {
        allow("iam:PassRole", when: #"{"StringEquals":{"iam:PassedToService":"\#(service)"}}"#)
    }

    static func allowServiceLinkedRole(of service: String, _ role: String) -> String {
        allow(
            "iam:CreateServiceLinkedRole", on: ["arn:aws:iam::*:role/aws-service-role/\(service)/\(role)"],
            when: #"{"StringEquals":{"iam:AWSServiceName":"\#(service)"}}"#)
    }

    private static func statement(
        _ effect: String, _ member: String, _ actions: [String], _ resources: [String], _ condition: String?
    ) -> String {
        let condition = condition.map { #","Condition":\#($0)"# } ?? ""
        return #"{"Effect":"\#(effect)","\#(member)":\#(list(actions)),"Resource":\#(list(resources))\#(condition)}"#
    }

    private static func list(_ items: [String]) -> String {
        items.count == 1 ? "\"\(items[0])\"" : "[" + items.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }
}
