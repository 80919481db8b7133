import ArgumentParser

/// Measures this machine; one subcommand a scenario.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure how much this machine can do.",
        subcommands: [
            CampaignBench.self, DispatchBench.self, HTTPBench.self, ImportBench.self,
            InboundBench.self,
            PhonesBench.self, PlanBench.self, ReplyBench.self, SegmentBench.self, SMPPBench.self,
            SMSCBench.self,
        ])
}
