import ArgumentParser

/// Campaigns from the terminal: the same acts as in the console.
struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign",
        abstract: "Make, check, approve and stop campaigns.",
        usage: """
            keng campaign create --lesson kitchen-oil-fire --area vn-2023/01 --by lan
            keng campaign check 123
            keng campaign approve 123 --digest 4f2a… --by minh
            """,
        subcommands: [
            CampaignCreate.self, CampaignCheck.self, CampaignSubmit.self, CampaignApprove.self,
            CampaignPause.self, CampaignResume.self, CampaignStop.self, CampaignSendAgain.self,
            CampaignList.self,
        ])
}
