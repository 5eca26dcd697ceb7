using AiInfra.Core.Rows;
using AiInfra.Data.Columns;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Tests;

public sealed class ReadmeTests
{
    private sealed record Reading(DateTime At, string Site, double Price, double Demand);

    [Fact]
    public async Task Readme_Code_Runs()
    {
        await using TestStore store = await TestStore.CreateAsync();
        DatasetRepository datasets = store.Datasets;
        string readings = store.Files.File("readings.csv", "at, site, PRICE, demand\n2024-01-01, a , 1.5, 0.4\n2024-01-02, b, -1, 0.5\n2024-01-03, b, 2, 0.6\n");
        IngestionPipeline ingestion = new IngestionBuilder<Reading>("readings")
            .Csv(readings)
            .Configure(o => o.MaxBadShare = 0.5)
            .Clean(r => r with { Site = r.Site.ToUpperInvariant() })
            .Expect(e => e.InRange(r => r.Price, 0, 100).InRange(r => r.Demand, 0, 1))
            .Deduplicate()
            .Build();
        (Dataset dataset, IngestionReport report) = await ingestion.RunAsync(datasets);
        Assert.Equal("read 3, written 2, quarantined 1", $"read {report.Read}, written {report.Written}, quarantined {report.Quarantined}");
        RowBatch columns = await dataset.ReadColumnsAsync(["Price", "Demand"]);
        Assert.Equal([1.5f, 2f], columns.Floats("Price"));
        await foreach (Row row in dataset.ReadRowsAsync())
        {
            Assert.Equal(4, row.Schema.Count);
        }
    }
}
