// <readme> docs/own-sources-and-steps.md 1
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection;
// </readme>
using AiInfra.Readmes;

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>Block 1 of docs/own-sources-and-steps.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class OwnStepPageTests
{
    [Fact]
    public async Task Step_OverRecords_AccountsForEveryRow()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllTextAsync("orders.csv", "At,Mail,Price\n2019-05-01,a@example.org,1\n2021-05-01,b@example.org,2\n2022-05-01,none,3\n", TestContext.Current.CancellationToken);

        // <readme> docs/own-sources-and-steps.md 1
        using AiInfraStore store = AiInfraStore.Open("data");
        IngestionPipeline ingestion = new IngestionBuilder<Order>("orders")
            .Csv("orders.csv")
            .Step("check", order => order.At > DateTime.UtcNow ? StepResult.Reject("future", $"{order.At:O} is not yet")
                : order.At < new DateTime(2020, 1, 1) ? StepResult.Drop("too-old")
                : order.Mail.Contains('@') ? StepResult.Change("masked", order with { Mail = "***" })
                : order)
            .Build();
        Console.WriteLine((await ingestion.RunAsync(new DatasetRepository(store.Catalog, store.Artifacts))).Report);
        // </readme>
        Dataset orders = await new DatasetRepository(store.Catalog, store.Artifacts).OpenAsync("orders", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["***", "none"], (await orders.ReadColumnsAsync(["Mail"], cancellationToken: TestContext.Current.CancellationToken)).Texts("Mail"));
    }

    // <readme> docs/own-sources-and-steps.md 1
    record Order(DateTime At, string Mail, double Price);
    // </readme>
}
