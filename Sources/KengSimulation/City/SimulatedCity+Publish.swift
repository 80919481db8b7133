import KengContent
import KengDomain
import KengEngine
import KengStore

extension SimulatedCity {
    package func publish(_ rewrite: EditionRewrite) async throws {
        let (bytes, now) = (EditionCoding.encode(rewrite.text), clock.now)
        let id = world.newID(Edition.self)
        _ = try await database.write { transaction in
            let (row, isNew) = try transaction.publish(
                String(decoding: bytes, as: UTF8.self), title: rewrite.text.title,
                hash: Digest.hex(bytes), kind: .lesson, key: rewrite.key, id: id, at: now)
            guard isNew else { return }
            try transaction.audit(
                "edition.publish", by: "test", subject: "edition/\(row.id)", detail: row.record,
                at: now)
        }
    }
}
