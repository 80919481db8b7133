/// What `keng verify` does not find when it is edited, and why; docs/verify-and-recover.md says the same.
enum TamperExceptions {
    static let tables = [
        "area": "what a list brought; the list is the witness",
        "area_ancestor": "follows from `area`",
        "area_lineage": "what a list brought; the list is the witness",
        "plan": "a plan is published again from its file",
        "plan_target": "a plan is published again from its file",
        "token": "opens the door for a while, proves nothing",
        "setting": "how this machine runs",
        "worker": "which program runs now",
        "request": "lets a program repeat a request",
        "inbound_part": "the text that the parts became is a link of the chain",
        "early_receipt": "waits for its message; it counts once it is with that",
        "migration": "a program with another list does not start",
    ]

    static let columns = [
        "household.code": "what a list brought",
        "household.address": "what a list brought",
        "resident.name": "what a list brought",
        "resident.language": "what a list brought; a message's own text is sealed",
        "phone.language": "the language of the next text",
        "phone.unreadable": "whether the next unreadable text is answered",
        "account.language": "the language of somebody's pages",
        "message.due_at": "when it is tried next; the law is asked again then",
        "message.attempts": "how often it was tried",
        "message.via": "by which gateway it should leave; its part says by which it did",
        "message.worker": "which program has it in hand",
        "wave.cursor_area": "where planning stands",
        "wave.cursor_resident": "where planning stands",
    ]
}
