import FoundationEssentials

/// Is told of every use of an access key. It must neither wait nor throw.
package protocol NotesKeyUse: Sendable {
    func noteUse(accessKeyID: String, by caller: Caller?, service: String, region: String, at time: Date)
}
