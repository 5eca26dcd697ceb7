using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Faults.Scenarios;

/// <summary>A file that grows while it is read on, run after run: whoever dies, the dataset holds each of its rows once, in order, and each row put aside was counted in one commit.</summary>
internal sealed class ContinueScenario : IFaultScenario
{
    private const string Dataset = "growing";
    private const int Rows = 4_000;
    private const int Rounds = 8;

    public string Name => "continue";

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        var datasets = new DatasetRepository(store.Catalog, store.Artifacts);
        string[] lines = [.. Enumerable.Range(0, Rows).Select(i => (i + seed) % 97 == 0 ? $"{i},none\n" : string.Create(CultureInfo.InvariantCulture, $"{i},{i * 0.5}\n"))];
        string path = Path.Combine(folder, "growing.csv");
        for (int round = 1; round <= Rounds; round++)
        {
            // A dead worker may have left half a line: the file goes on where it ends, as a writer's would.
            string whole = "id,value\n" + string.Concat(lines.Take(Rows * round / Rounds));
            long length = File.Exists(path) ? new FileInfo(path).Length : 0;
            if (length < whole.Length)
            {
                await File.AppendAllTextAsync(path, whole[(int)length..]);
            }

            await Ingestion(path, folder).RunAsync(datasets);
        }
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        List<string> problems = await StoreInvariants.FindAsync(store);
        if (await new DatasetRepository(store.Catalog, store.Artifacts).FindAsync(Dataset) is { } head)
        {
            problems.AddRange((await head.VerifyAsync()).Problems);
            double[] ids = (await head.ReadColumnsAsync(["Id"])).Numbers("Id");
            double[] wanted = [.. Enumerable.Range(0, Rows).Where(i => (i + seed) % 97 != 0).Take(ids.Length).Select(i => (double)i)];
            if (!ids.SequenceEqual(wanted))
            {
                problems.Add($"The dataset holds {ids.Length} rows that are not the first {ids.Length} good ones of the file, each once.");
            }
        }

        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        Dataset dataset = await new DatasetRepository(store.Catalog, store.Artifacts).OpenAsync(Dataset);
        IEnumerable<Run> runs = (await store.Catalog.Runs.ListAsync(new RunQuery { Kind = "ingestion", Take = 1000 })).Where(r => r.Status is RunStatus.Failed);
        return $"{dataset.Rows} rows {string.Join(' ', dataset.Commit.Metadata.Where(m => m.Key.StartsWith("ingestion.position/", StringComparison.Ordinal)).Select(m => m.Value))} {string.Join(' ', runs.Select(r => r.Error))}".Replace(folder, "", StringComparison.Ordinal);
    }

    private static AiInfraStore Open(string folder) => AiInfraStore.Open(Path.Combine(folder, "store"));

    private static IngestionPipeline Ingestion(string path, string folder) => new IngestionBuilder<Reading>("growing")
        .Csv(path)
        .Configure(o => o.TemporaryFolder = Path.Combine(folder, "temporary"))
        .ToDataset(Dataset)
        .Continue()
        .Build();

    internal sealed record Reading(long Id, double Value);
}
