// <readme> src/AiInfra.Data/README.md 1
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>The code of the package's README, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Example_Runs()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllTextAsync("readings.csv", "at, site, PRICE, demand\n2024-01-01, a , 1.5, 0.4\n2024-01-02, b, 2, 0.6\n2024-01-02, b, 2, 0.6\n");

        // <readme> src/AiInfra.Data/README.md 1
        using AiInfraStore store = AiInfraStore.Open("data");
        var datasets = new DatasetRepository(store.Catalog, store.Artifacts);
        IngestionPipeline ingestion = new IngestionBuilder<Reading>("readings")
            .Csv("readings.csv")                                            // delimiter, header, encoding, kinds: found out
            .Clean(r => r with { Site = r.Site.ToUpperInvariant() })
            .Expect(e => e.InRange(r => r.Price, 0, 100).InRange(r => r.Demand, 0, 1))
            .Deduplicate()
            .Build();
        (Dataset dataset, IngestionReport report) = await ingestion.RunAsync(datasets);
        Console.WriteLine(report);                                          // what became of every row, with reasons
        RowBatch columns = await dataset.ReadColumnsAsync(["Price", "Demand"]);  // an array a column; trainings take it as it is
        double[] price = columns.Numbers("Price");                          // NaN where missing
        // </readme>

        Assert.Equal("read 3, written 2, duplicates 1", $"read {report.Read}, written {report.Written}, duplicates {report.Duplicates}");
        Assert.Equal([1.5, 2], price);
    }

    // <readme> src/AiInfra.Data/README.md 1
    record Reading(DateTime At, string Site, double Price, double Demand);
    // </readme>
}
