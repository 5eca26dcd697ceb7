using System.Globalization;
using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Faults.Scenarios;

/// <summary>Untidy CSV files that are appended to one dataset, each in a commit of several Parquet files with a quarantine. A redo finds the commit that a dead worker made.</summary>
internal sealed class IngestScenario : IFaultScenario
{
    private const string Dataset = "readings";
    private const int Files = 4;

    // Of the uninterrupted run, in the parent: by file the commit, and the quarantine's digest.
    private readonly List<string> _commits = [];
    private readonly List<string> _quarantines = [];

    public string Name => "ingest";

    public async Task WorkAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        string head = "";
        for (int file = 0; file < Files; file++)
        {
            string report = Path.Combine(folder, $"report-{file}.txt");
            if (!File.Exists(report))
            {
                IngestionResult result = await Ingestion(folder, seed, file, head).RunAsync(new DatasetRepository(store.Catalog, store.Artifacts));
                UntidyCsv.WriteWhole(report, await DescribeAsync(folder, store.Artifacts, result.Report));
            }

            string[] lines = await File.ReadAllLinesAsync(report);
            head = lines[0];
            _commits.Add(head);
            _quarantines.Add(lines[1]);
        }
    }

    public async Task<IReadOnlyList<string>> CheckAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        List<string> problems = await StoreInvariants.FindAsync(store);
        string[] commits = [.. (await store.Catalog.Datasets.LogAsync(Dataset)).Reverse().Select(c => c.Id)];
        int reported = Directory.GetFiles(folder, "report-*.txt").Length;
        if (commits.Length < reported || commits.Length > reported + 1 || !commits.SequenceEqual(_commits.Take(commits.Length)))
        {
            problems.Add($"{reported} files are reported, the commits are {string.Join(", ", commits)}; those of the uninterrupted run are {string.Join(", ", _commits)}.");
        }

        if (await new DatasetRepository(store.Catalog, store.Artifacts).FindAsync(Dataset) is { } head)
        {
            problems.AddRange((await head.VerifyAsync()).Problems);
        }

        for (int file = 0; file < Files; file++)
        {
            string copy = Path.Combine(folder, "quarantine", $"{Dataset}-{file}-quarantine.jsonl");
            if (File.Exists(copy) && Quarantine(folder, await File.ReadAllBytesAsync(copy)) != _quarantines[file])
            {
                problems.Add($"The quarantine {copy} is visible but half-written ({new FileInfo(copy).Length} bytes).");
            }
        }

        await RunsAsync(store.Catalog, commits, problems);
        problems.AddRange(Leftovers(folder).Select(f => $"A dead worker left {f}."));
        return problems;
    }

    public async Task<string> DescribeAsync(string folder, int seed)
    {
        using AiInfraStore store = Open(folder);
        var text = new StringBuilder();
        for (int file = 0; file < Files; file++)
        {
            text.AppendLine(await File.ReadAllTextAsync(Path.Combine(folder, $"report-{file}.txt")));
            text.AppendLine(Quarantine(folder, await File.ReadAllBytesAsync(Path.Combine(folder, "quarantine", $"{Dataset}-{file}-quarantine.jsonl"))));
        }

        foreach (DatasetCommit commit in await store.Catalog.Datasets.LogAsync(Dataset))
        {
            text.AppendLine($"{commit.Id} {commit.Rows} rows {commit.Files.Count} files {commit.Statistics}");
            await LineageAsync(folder, store.Catalog, commit, text);
        }

        DatasetCheck check = await (await new DatasetRepository(store.Catalog, store.Artifacts).OpenAsync(Dataset)).VerifyAsync();
        text.AppendLine($"{check.CommitId} {check.Rows} {check.IsIntact}");
        return text.AppendJoin('\n', Leftovers(folder)).ToString();
    }

    private static AiInfraStore Open(string folder) => AiInfraStore.Open(Path.Combine(folder, "store"));

    private static IngestionPipeline Ingestion(string folder, int seed, int file, string head)
    {
        string source = Path.Combine(folder, $"{Dataset}-{file}.csv");
        if (!File.Exists(source))
        {
            UntidyCsv.WriteWhole(source, UntidyCsv.Of(seed, file));
        }

        return new IngestionBuilder<Reading>($"{Dataset}-{file}")
            .Csv(source)
            .Where(r => r.Site != "site-13", "closed")
            .Expect(e => e.InRange(r => r.Price, 0, 100))
            .Deduplicate()
            .Configure(o => (o.TemporaryFolder, o.QuarantineFolder) = (Path.Combine(folder, "temporary"), Path.Combine(folder, "quarantine")))
            .ToDataset(Dataset, o => (o.Mode, o.ExpectedHead, o.RowGroupRows, o.FileRows) = (DatasetWriteMode.Append, head, 500, 1500))
            .Build();
    }

    private static async Task<string> DescribeAsync(string folder, IArtifactStore artifacts, IngestionReport report)
    {
        string quarantine = Quarantine(folder, await artifacts.ReadBytesAsync(report.Quarantine!.Value));
        string reasons = string.Join(' ', report.Reasons.OrderBy(r => r.Key, StringComparer.Ordinal));
        return $"{report.CommitId}\n{quarantine}\n{report.Read} = {string.Join(" + ", report.Outcomes)}: {report.Reconciles} {reasons}\n";
    }

    /// <summary>Digest of the rows put aside, wherever the folder is.</summary>
    private static string Quarantine(string folder, byte[] lines) => ArtifactDigest.Of(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(lines).Replace(folder, "", StringComparison.Ordinal))).Hex;

    // A file may have been made a moment before the kill, and is empty then.
    private static IEnumerable<string> Leftovers(string folder)
    {
        var temporary = new DirectoryInfo(Path.Combine(folder, "temporary"));
        return temporary.Exists ? temporary.GetFiles().Where(f => f.Length > 0).Select(f => f.FullName) : [];
    }

    private static async Task RunsAsync(ICatalog catalog, string[] commits, List<string> problems)
    {
        foreach (Run run in await catalog.Runs.ListAsync(new RunQuery { Kind = "ingestion", Take = 1000 }))
        {
            if (run.Status is RunStatus.Failed or RunStatus.Cancelled)
            {
                problems.Add($"Run {run.Id} is {run.Status}: {run.Error}");
            }
            else if (run.Status == RunStatus.Finished && (!commits.Contains(run.Tags.GetValueOrDefault("commit")) || !Reconciles(run)))
            {
                problems.Add($"Run {run.Id} is finished, but its commit is not there or its counts don't reconcile: {string.Join(' ', run.Metrics)}");
            }
        }
    }

    private static bool Reconciles(Run run) =>
        run.Metrics["rows/read"] == run.Metrics.Where(m => m.Key.StartsWith("rows/", StringComparison.Ordinal) && m.Key != "rows/read").Sum(m => m.Value);

    /// <summary>From a commit there is a way to its source, to the commit before, and to a finished run with its counts, whoever died.</summary>
    private static async Task LineageAsync(string folder, ICatalog catalog, DatasetCommit commit, StringBuilder text)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        LineageNode node = LineageNode.Dataset(commit.Id);
        foreach (LineageEdge edge in (await catalog.Lineage.UpstreamAsync(node)).Where(e => e.To == node))
        {
            if (edge.From.Kind != "run")
            {
                lines.Add($"{edge.Role} {edge.From.Kind} {edge.From.Id.Replace(folder, "", StringComparison.Ordinal)}");
            }
            else if (await catalog.Runs.FindAsync(edge.From.Id) is { Status: RunStatus.Finished } run)
            {
                IEnumerable<KeyValuePair<string, double>> counts = run.Metrics.Where(m => m.Key != "seconds").OrderBy(m => m.Key, StringComparer.Ordinal);
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{edge.Role} a finished run: {string.Join(' ', counts)}"));
            }
        }

        text.AppendJoin('\n', lines).AppendLine();
    }

    internal sealed record Reading(DateTime At, string Site, double Price, double Demand);
}
